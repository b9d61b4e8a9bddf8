using System.Diagnostics;

namespace PriceStream.Benchmarks.Streams;

/// <summary>When the first client, and every other, received the end of a tick. Only the load client's thread writes to it.</summary>
internal sealed class FeedTimes
{
    private readonly Dictionary<long, long> first = [];
    private readonly List<double> times = [];
    private bool started;

    /// <summary>How many ticks at least one client has received.</summary>
    public int Count { get; private set; }

    public void Start() => started = true;

    public void Take(long second)
    {
        if (!started)
        {
            return;
        }

        if (first.TryAdd(second, Stopwatch.GetTimestamp()))
        {
            Count++;
        }

        times.Add(Stopwatch.GetElapsedTime(first[second]).TotalMilliseconds);
    }

    /// <summary>Milliseconds after the first client, sorted.</summary>
    public List<double> Sorted() => [.. times.ToArray().Order()];
}
