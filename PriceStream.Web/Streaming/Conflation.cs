using System.Buffers;

namespace PriceStream.Web.Streaming;

/// <summary>
/// Writes what a slow client missed, reduced to the newest message of each of its topics. Every loop has one and uses it for one client at
/// a time.
/// </summary>
internal sealed class Conflation
{
    private readonly List<(long Number, StreamBatch Batch, int Index)> newest = [];
    private readonly HashSet<int> seen = [];

    /// <summary>Writes the newest messages in the order of the log; with HTML, a frame of their fragments comes first.</summary>
    /// <param name="missed">Oldest first.</param>
    /// <param name="after">The number of the last message that the client has.</param>
    /// <returns>How many messages were written, and how many older ones were left out.</returns>
    public (int Written, int Conflated) Write(
        IBufferWriter<byte> output, List<StreamBatch> missed, long after, int[]? topics, bool html)
    {
        var conflated = 0;
        newest.Clear();
        seen.Clear();
        for (var index = missed.Count - 1; index >= 0; index--)
        {
            conflated += topics is null ? CollectAll(missed[index], after) : Collect(missed[index], after, topics);
        }

        newest.Sort(static (left, right) => left.Number.CompareTo(right.Number));
        if (html)
        {
            WriteFragments(output);
        }

        foreach (var (_, batch, index) in newest)
        {
            batch.WriteFrame(output, index);
        }

        return (newest.Count, conflated);
    }

    private int CollectAll(StreamBatch batch, long after)
    {
        var conflated = 0;
        for (var index = batch.IndexAfter(after); index < batch.Count; index++)
        {
            conflated += Keep(batch, index, batch.Topics[index]);
        }

        return conflated;
    }

    private int Collect(StreamBatch batch, long after, int[] topics)
    {
        var conflated = 0;
        var from = batch.IndexAfter(after);
        foreach (var topic in topics)
        {
            if (batch.IndexOf(topic) is var index && index >= from)
            {
                conflated += Keep(batch, index, topic);
            }
        }

        return conflated;
    }

    // The batches come newest first, so the first message of a topic is its newest. Returns 1 for a message that is left out.
    private int Keep(StreamBatch batch, int index, int topic)
    {
        if (!seen.Add(topic))
        {
            return 1;
        }

        newest.Add((batch.First + index, batch, index));
        return 0;
    }

    private void WriteFragments(IBufferWriter<byte> output)
    {
        var any = false;
        foreach (var (_, batch, index) in newest)
        {
            any |= batch.WriteFragment(output, index);
        }

        if (any)
        {
            StreamFrames.EndFragments(output);
        }
    }
}
