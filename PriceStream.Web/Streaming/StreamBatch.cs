using System.Buffers;

namespace PriceStream.Web.Streaming;

/// <summary>
/// The messages of one publication, at most one per topic, serialised once for all clients. They are numbered in the order of their
/// topics, so that a lookup by a client's ascending topics finds its messages in the order of the log, without sorting.
/// </summary>
public sealed class StreamBatch
{
    private readonly int[] topics;
    private readonly RenderedFrames frames;
    private readonly RenderedFragments? fragments;

    private StreamBatch(long first, DateTimeOffset at, long publishedAt, int[] topics, RenderedFrames frames, RenderedFragments? fragments)
    {
        First = first;
        At = at;
        PublishedAt = publishedAt;
        this.topics = topics;
        this.frames = frames;
        this.fragments = fragments;
    }

    /// <summary>The number of the first message.</summary>
    public long First { get; }

    /// <summary>The number of the last message.</summary>
    public long Last => First + frames.Count - 1;

    /// <summary>When the batch was published, on this instance or another.</summary>
    public DateTimeOffset At { get; }

    /// <summary>When this process published it, by the monotonic clock: <see cref="TimeProvider.GetTimestamp"/>.</summary>
    public long PublishedAt { get; }

    /// <summary>Whether it was published together with others that had waited, so that no client can have read the one before.</summary>
    public bool IsBacklog { get; private init; }

    public int Count => frames.Count;

    /// <summary>The topics of the messages, ascending. The topic at an index belongs to message <see cref="First"/> + index.</summary>
    public ReadOnlySpan<int> Topics => topics;

    /// <param name="messages">At most one per topic, in any order.</param>
    /// <param name="isBacklog">See <see cref="IsBacklog"/>.</param>
    public static StreamBatch Render<T>(
        string epoch,
        long first,
        DateTimeOffset at,
        long publishedAt,
        IReadOnlyList<T> messages,
        StreamFormat<T> format,
        bool isBacklog = false)
    {
        T[] sorted = [.. messages];
        var topics = new int[sorted.Length];
        for (var index = 0; index < sorted.Length; index++)
        {
            topics[index] = format.Topic(sorted[index]);
        }

        Array.Sort(topics, sorted);
        var frames = RenderedFrames.Render(epoch, first, sorted, format);
        return new(first, at, publishedAt, topics, frames, RenderedFragments.Of(sorted, format)) { IsBacklog = isBacklog };
    }

    /// <summary>The index of a topic's message; negative when the batch has none.</summary>
    public int IndexOf(int topic) => Array.BinarySearch(topics, topic);

    /// <summary>The index of the first message that a client which has read up to <paramref name="after"/> lacks.</summary>
    public int IndexAfter(long after) => (int)Math.Clamp(after + 1 - First, 0, Count);

    /// <summary>
    /// Writes the messages after <paramref name="after"/>: with HTML first an unnamed frame of fragments, then the messages in order. The
    /// fragments come before the ids, so that a client that is cut off in between gets them twice rather than never.
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

        if (html && fragments is not null)
        {
            WriteFragments(output, from, asked);
        }

        // Looks up the client's few topics in the batch, not the batch's many topics in the client.
        var written = 0;
        foreach (var topic in asked)
        {
            if (IndexOf(topic) is var index && index >= from)
            {
                frames.Write(output, index);
                written++;
            }
        }

        return written;
    }

    /// <summary>Writes the frame of one message.</summary>
    public void WriteFrame(IBufferWriter<byte> output, int index) => frames.Write(output, index);

    /// <summary>Writes one message's line of a frame of fragments. False when pages get no fragments.</summary>
    public bool WriteFragment(IBufferWriter<byte> output, int index)
    {
        fragments?.Write(output, index);
        return fragments is not null;
    }

    private int WriteAll(IBufferWriter<byte> output, int from, bool html)
    {
        if (from == Count)
        {
            return 0;
        }

        if (html && fragments is not null)
        {
            for (var index = from; index < Count; index++)
            {
                fragments.Write(output, index);
            }

            StreamFrames.EndFragments(output);
        }

        frames.WriteFrom(output, from);
        return Count - from;
    }

    private void WriteFragments(IBufferWriter<byte> output, int from, int[] asked)
    {
        var any = false;
        foreach (var topic in asked)
        {
            if (IndexOf(topic) is var index && index >= from)
            {
                fragments!.Write(output, index);
                any = true;
            }
        }

        if (any)
        {
            StreamFrames.EndFragments(output);
        }
    }
}
