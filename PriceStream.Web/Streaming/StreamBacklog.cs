using System.Buffers;

namespace PriceStream.Web.Streaming;

/// <summary>What a slow client has not read, conflated to the newest message of each of its topics. One for a loop; used again and again.</summary>
internal sealed class StreamBacklog
{
    private readonly List<(long Number, StreamBatch Tick, int Index)> newest = [];
    private readonly HashSet<int> seen = [];

    /// <summary>Writes the newest messages in the order of the log, with HTML first one frame of their fragments.</summary>
    /// <returns>How many were written, and how many older ones they stand for.</returns>
    public (int Written, int Conflated) Write(IBufferWriter<byte> output, IReadOnlyList<StreamBatch> ticks, long after, int[]? topics, bool html)
    {
        var conflated = 0;
        newest.Clear();
        seen.Clear();
        for (var age = ticks.Count - 1; age >= 0; age--)
        {
            conflated += topics is null ? CollectAll(ticks[age], after) : Collect(ticks[age], after, topics);
        }

        newest.Sort(static (left, right) => left.Number.CompareTo(right.Number));
        if (html)
        {
            WriteFragments(output);
        }

        foreach (var (_, tick, index) in newest)
        {
            tick.WriteFrame(output, index);
        }

        return (newest.Count, conflated);
    }

    private int CollectAll(StreamBatch tick, long after)
    {
        var conflated = 0;
        for (var index = tick.IndexAfter(after); index < tick.Count; index++)
        {
            conflated += Take(tick, index, tick.Topics[index]);
        }

        return conflated;
    }

    private int Collect(StreamBatch tick, long after, int[] topics)
    {
        var (conflated, from) = (0, tick.IndexAfter(after));
        foreach (var topic in topics)
        {
            if (tick.IndexOf(topic) is var index && index >= from)
            {
                conflated += Take(tick, index, topic);
            }
        }

        return conflated;
    }

    // From the newest tick backwards, the first of a topic is its newest: 1 for one that is conflated.
    private int Take(StreamBatch tick, int index, int topic)
    {
        if (!seen.Add(topic))
        {
            return 1;
        }

        newest.Add((tick.First + index, tick, index));
        return 0;
    }

    private void WriteFragments(IBufferWriter<byte> output)
    {
        var any = false;
        foreach (var (_, tick, index) in newest)
        {
            any |= tick.WriteFragment(output, index);
        }

        if (any)
        {
            output.Write("\n"u8);
        }
    }
}
