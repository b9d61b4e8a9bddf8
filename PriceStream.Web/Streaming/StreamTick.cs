using System.Buffers;
using System.Text;

namespace PriceStream.Web.Streaming;

/// <summary>
/// What was published in one go: numbered messages, serialised once for everybody. A topic has at most one message in a tick.
/// </summary>
public sealed class StreamTick
{
    private readonly ReadOnlyMemory<byte>[] frames;
    private readonly Dictionary<int, int> indexByTopic;
    private readonly Func<int, byte[]>? renderFragment;
    private byte[]?[]? fragments; // rendered when the first page asks: most items of a tick are on no page

    private StreamTick(long first, DateTimeOffset at, ReadOnlyMemory<byte>[] frames, Dictionary<int, int> indexByTopic, Func<int, byte[]>? renderFragment)
    {
        First = first;
        At = at;
        this.frames = frames;
        this.indexByTopic = indexByTopic;
        this.renderFragment = renderFragment;
    }

    /// <summary>The number of the first message.</summary>
    public long First { get; }

    /// <summary>The number of the last message.</summary>
    public long Last => First + frames.Length - 1;

    public DateTimeOffset At { get; }
    public int Count => frames.Length;

    public static StreamTick Render<T>(string epoch, long first, DateTimeOffset at, IReadOnlyList<T> messages, StreamFormat<T> format)
    {
        var head = Encoding.UTF8.GetBytes($"\nevent: {format.EventName}\ndata: ");
        var idPrefix = Encoding.UTF8.GetBytes($"id: {epoch}-");
        var indexByTopic = new Dictionary<int, int>(messages.Count);
        var frames = RenderAll(messages, (output, message, index) =>
        {
            indexByTopic.Add(format.Topic(message), index);
            output.Write(idPrefix);
            WriteNumber(output, first + index);
            output.Write(head);
            format.WriteData(output, message);
            output.Write("\n\n"u8);
        });
        return new(first, at, frames, indexByTopic, format.WriteFragment is { } writeFragment ? index => RenderFragment(messages[index], writeFragment) : null);
    }

    /// <summary>
    /// Writes what a client that has read up to <paramref name="after"/> misses: with HTML, first one unnamed frame of fragments
    /// (before the ids, so that a connection cut in between repeats it rather than loses it), then the messages in order.
    /// </summary>
    /// <param name="topics">The client's topics, or null for all.</param>
    /// <returns>How many messages were written.</returns>
    public int Write(IBufferWriter<byte> output, long after, int[]? topics, bool html)
    {
        var from = (int)Math.Clamp(after + 1 - First, 0, frames.Length);
        if (topics is null)
        {
            if (html && from < frames.Length)
            {
                WriteFragments(output, Enumerable.Range(from, frames.Length - from));
            }

            for (var index = from; index < frames.Length; index++)
            {
                output.Write(frames[index].Span);
            }

            return frames.Length - from;
        }

        // The client's few topics are looked up in the tick, not the tick's many in the client.
        var mine = new List<int>();
        foreach (var topic in topics)
        {
            if (indexByTopic.TryGetValue(topic, out var index) && index >= from)
            {
                mine.Add(index);
            }
        }

        mine.Sort();
        if (html && mine.Count > 0)
        {
            WriteFragments(output, mine);
        }

        foreach (var index in mine)
        {
            output.Write(frames[index].Span);
        }

        return mine.Count;
    }

    private void WriteFragments(IBufferWriter<byte> output, IEnumerable<int> indexes)
    {
        if (renderFragment is null)
        {
            return;
        }

        // Two clients may render the same one at the same time: both get the same bytes, and one of them is kept.
        var rendered = fragments ??= new byte[]?[frames.Length];
        foreach (var index in indexes)
        {
            output.Write(rendered[index] ??= renderFragment(index));
        }

        output.Write("\n"u8);
    }

    private static byte[] RenderFragment<T>(T message, Action<IBufferWriter<byte>, T> writeFragment)
    {
        var output = new ArrayBufferWriter<byte>(1024);
        output.Write("data: "u8);
        writeFragment(output, message);
        output.Write("\n"u8);
        return output.WrittenSpan.ToArray();
    }

    // All frames of a tick lie in one array: one allocation, and neighbours in memory when an unfiltered client gets them all.
    private static ReadOnlyMemory<byte>[] RenderAll<T>(IReadOnlyList<T> messages, Action<IBufferWriter<byte>, T, int> render)
    {
        var output = new ArrayBufferWriter<byte>(Math.Max(256, messages.Count * 160));
        var ends = new int[messages.Count];
        for (var index = 0; index < messages.Count; index++)
        {
            render(output, messages[index], index);
            ends[index] = output.WrittenCount;
        }

        var bytes = output.WrittenSpan.ToArray();
        var parts = new ReadOnlyMemory<byte>[messages.Count];
        for (var index = 0; index < parts.Length; index++)
        {
            var start = index == 0 ? 0 : ends[index - 1];
            parts[index] = bytes.AsMemory(start, ends[index] - start);
        }

        return parts;
    }

    private static void WriteNumber(IBufferWriter<byte> output, long number)
    {
        var span = output.GetSpan(20);
        System.Buffers.Text.Utf8Formatter.TryFormat(number, span, out var written);
        output.Advance(written);
    }
}
