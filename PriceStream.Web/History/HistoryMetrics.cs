using System.Diagnostics.Metrics;

namespace PriceStream.Web.History;

/// <summary>Counts how histories are read and which bulk windows are stored. The totals are since the start.</summary>
public sealed class HistoryMetrics
{
    private readonly Counter<long> reads;
    private readonly Counter<long> windows;
    private readonly Counter<long> redisFailures;
    private long hits;
    private long misses;
    private long skips;
    private long secondLevelFailures;

    public HistoryMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("pricestream.prices"); // the name that dashboards use; PriceMetrics shares this meter
        reads = meter.CreateCounter<long>(
            "pricestream.prices.history_reads", "{read}", "Histories requested, by what the cache answered: hit, miss, skip");
        windows = meter.CreateCounter<long>("pricestream.prices.windows_stored", "{window}", "Bulk windows stored, by width");
        redisFailures = meter.CreateCounter<long>(
            "pricestream.prices.redis_cache_failures", "{operation}", "Cache operations that Redis did not answer");
    }

    /// <summary>Histories answered from the cache.</summary>
    public long Hits => Volatile.Read(ref hits);

    /// <summary>Histories computed because the cache did not have them.</summary>
    public long Misses => Volatile.Read(ref misses);

    /// <summary>Histories computed because the request skipped the cache.</summary>
    public long Skips => Volatile.Read(ref skips);

    /// <summary>Cache operations that Redis, the second level, did not answer.</summary>
    public long SecondLevelFailures => Volatile.Read(ref secondLevelFailures);

    public void Hit() => Read("hit", ref hits);

    public void Missed() => Read("miss", ref misses);

    public void Skipped() => Read("skip", ref skips);

    /// <param name="width">The resolution's name, such as 5m.</param>
    public void WindowStored(string width) => windows.Add(1, new KeyValuePair<string, object?>("width", width));

    public void SecondLevelFailed()
    {
        Interlocked.Increment(ref secondLevelFailures);
        redisFailures.Add(1);
    }

    private void Read(string result, ref long total)
    {
        Interlocked.Increment(ref total);
        reads.Add(1, new KeyValuePair<string, object?>("result", result));
    }
}
