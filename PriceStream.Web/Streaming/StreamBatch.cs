using System.Buffers;
using System.Buffers.Text;

namespace PriceStream.Web.Streaming;

/// <summary>
/// What was published in one go: numbered messages, at most one of a topic, serialised once for everybody. They are numbered in the
/// order of their topics, so that a client's own, found by topic, come out in the order of the log without sorting.
/// </summary>
public sealed class StreamBatch
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? scratch;

    private readonly byte[] bytes; // all frames in a row: one copy serves a client that gets them all
    private readonly int[] ends;
    private readonly int[] topics;
    private readonly Func<int, byte[]>? renderFragment;
    private byte[]?[]? fragments; // rendered when the first page asks: most items of a tick are on no page

    private StreamBatch(long first, DateTimeOffset at, long publishedAt, byte[] bytes, int[] ends, int[] topics, Func<int, byte[]>? renderFragment)
    {
        First = first;
        At = at;
        PublishedAt = publishedAt;
        this.bytes = bytes;
        this.ends = ends;
        this.topics = topics;
        this.renderFragment = renderFragment;
    }

    /// <summary>The number of the first message.</summary>
    public long First { get; }

    /// <summary>The number of the last message.</summary>
    public long Last => First + ends.Length - 1;

    public DateTimeOffset At { get; }

    /// <summary>When this process got it, by the monotonic clock.</summary>
    public long PublishedAt { get; }

    public int Count => ends.Length;

    /// <summary>The topics of its messages, ascending: the one at an index is that of the message numbered <see cref="First"/> + index.</summary>
    public ReadOnlySpan<int> Topics => topics;

    public static StreamBatch Render<T>(string epoch, long first, DateTimeOffset at, long publishedAt, IReadOnlyList<T> messages, StreamFormat<T> format)
    {
        T[] sorted = [.. messages];
        var topics = new int[sorted.Length];
        for (var index = 0; index < sorted.Length; index++)
        {
            topics[index] = format.Topic(sorted[index]);
        }

        Array.Sort(topics, sorted);
        var (bytes, ends) = RenderAll(epoch, first, sorted, format);
        return new(first, at, publishedAt, bytes, ends, topics, FragmentsOf(sorted, format));
    }

    /// <summary>Where the message of a topic is; negative when there is none.</summary>
    public int IndexOf(int topic) => Array.BinarySearch(topics, topic);

    /// <summary>The index of the first message that a client which has read up to <paramref name="after"/> has not.</summary>
    public int IndexAfter(long after) => (int)Math.Clamp(after + 1 - First, 0, ends.Length);

    /// <summary>
    /// Writes what a client that has read up to <paramref name="after"/> misses: with HTML, first one unnamed frame of fragments
    /// (before the ids, so that a connection cut in between repeats it rather than loses it), then the messages in order.
    /// </summary>
    /// <param name="asked">The client's topics, ascending, or null for all.</param>
    /// <returns>How many messages were written.</returns>
    public int Write(IBufferWriter<byte> output, long after, int[]? asked, bool html)
    {
        var from = IndexAfter(after);
        if (asked is null)
        {
            return WriteAll(output, from, html);
        }

        // The client's few topics are looked up in the tick, not the tick's many in the client.
        var fragmentsOpen = false;
        if (html && renderFragment is not null)
        {
            foreach (var topic in asked)
            {
                if (IndexOf(topic) is var index && index >= from)
                {
                    WriteFragment(output, index);
                    fragmentsOpen = true;
                }
            }
        }

        if (fragmentsOpen)
        {
            output.Write("\n"u8);
        }

        var written = 0;
        foreach (var topic in asked)
        {
            if (IndexOf(topic) is var index && index >= from)
            {
                WriteFrame(output, index);
                written++;
            }
        }

        return written;
    }

    /// <summary>Writes one message's frame.</summary>
    public void WriteFrame(IBufferWriter<byte> output, int index)
    {
        var start = StartOf(index);
        output.Write(bytes.AsSpan(start, ends[index] - start));
    }

    /// <summary>Writes the line of one message's fragment. False when there are no fragments.</summary>
    public bool WriteFragment(IBufferWriter<byte> output, int index)
    {
        if (renderFragment is null)
        {
            return false;
        }

        // Two clients may render the same one at the same time: both get the same bytes, and one of them is kept.
        var rendered = fragments ??= new byte[]?[ends.Length];
        output.Write(rendered[index] ??= renderFragment(index));
        return true;
    }

    private int WriteAll(IBufferWriter<byte> output, int from, bool html)
    {
        if (from == ends.Length)
        {
            return 0;
        }

        if (html && renderFragment is not null)
        {
            for (var index = from; index < ends.Length; index++)
            {
                WriteFragment(output, index);
            }

            output.Write("\n"u8);
        }

        output.Write(bytes.AsSpan(StartOf(from)));
        return ends.Length - from;
    }

    private int StartOf(int index) => index == 0 ? 0 : ends[index - 1];

    private static (byte[] Bytes, int[] Ends) RenderAll<T>(string epoch, long first, T[] messages, StreamFormat<T> format)
    {
        var output = scratch ??= new(1 << 16);
        output.ResetWrittenCount();
        var ends = new int[messages.Length];
        for (var index = 0; index < messages.Length; index++)
        {
            SseFrame.Text(output, "id: ");
            SseFrame.Text(output, epoch);
            output.Write("-"u8);
            WriteNumber(output, first + index);
            SseFrame.Text(output, "\nevent: ");
            SseFrame.Text(output, format.EventName);
            output.Write("\ndata: "u8);
            format.WriteData(output, messages[index]);
            output.Write("\n\n"u8);
            ends[index] = output.WrittenCount;
        }

        return (output.WrittenSpan.ToArray(), ends);
    }

    private static Func<int, byte[]>? FragmentsOf<T>(T[] messages, StreamFormat<T> format) =>
        format.WriteFragment is { } write ? index => RenderFragment(messages[index], write) : null;

    private static byte[] RenderFragment<T>(T message, Action<IBufferWriter<byte>, T> write)
    {
        var output = new ArrayBufferWriter<byte>(1024);
        output.Write("data: "u8);
        write(output, message);
        output.Write("\n"u8);
        return output.WrittenSpan.ToArray();
    }

    private static void WriteNumber(ArrayBufferWriter<byte> output, long number)
    {
        var span = output.GetSpan(20);
        Utf8Formatter.TryFormat(number, span, out var written);
        output.Advance(written);
    }
}
