using System.Diagnostics.Metrics;

namespace PriceStream.Web.Prices;

/// <summary>What the spine counts.</summary>
public sealed class PriceMetrics
{
    private readonly Counter<long> historyReads;
    private readonly Counter<long> windows;
    private readonly Counter<long> secondLevelFailures;

    public PriceMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("PriceStream.Prices");
        historyReads = meter.CreateCounter<long>("pricestream.prices.history_reads", "{read}", "Histories asked for, by how the cache answered: hit, miss, skip");
        windows = meter.CreateCounter<long>("pricestream.prices.windows_stored", "{window}", "Bulk windows stored, by width");
        secondLevelFailures = meter.CreateCounter<long>("pricestream.prices.redis_cache_failures", "{operation}", "Cache operations that Redis did not answer");
    }

    public void HistoryRead(string result) => historyReads.Add(1, new KeyValuePair<string, object?>("result", result));

    public void WindowStored(string width) => windows.Add(1, new KeyValuePair<string, object?>("width", width));

    public void SecondLevelFailed() => secondLevelFailures.Add(1);
}
