using System.Diagnostics.Metrics;

namespace PriceStream.Web.Prices;

/// <summary>What the prices tell of themselves.</summary>
public sealed class PriceMetrics
{
    private readonly Counter<long> historyReads;
    private readonly Counter<long> windows;
    private readonly Counter<long> secondLevelFailures;

    public PriceMetrics(IMeterFactory meters, UpstreamMonitor monitor, LivePrices latest, TimeProvider clock)
    {
        var meter = meters.Create("pricestream.prices");
        historyReads = meter.CreateCounter<long>("pricestream.prices.history_reads", "{read}", "Histories asked for, by how the cache answered: hit, miss, skip");
        windows = meter.CreateCounter<long>("pricestream.prices.windows_stored", "{window}", "Bulk windows stored, by width");
        secondLevelFailures = meter.CreateCounter<long>("pricestream.prices.redis_cache_failures", "{operation}", "Cache operations that Redis did not answer");
        meter.CreateObservableGauge("pricestream.prices.age", () => Age(monitor.Status.LastSuccess, clock), "s", "How long ago the source last answered with prices");
        meter.CreateObservableGauge("pricestream.prices.trade_age", () => Age(latest.NewestTrade, clock), "s", "How long ago the newest trade was");
        meter.CreateObservableGauge("pricestream.prices.failing", () => monitor.Status.FailingSince is null ? 0 : 1, null, "1 while the source fails");
        meter.CreateObservableGauge("pricestream.prices.poll_interval", () => monitor.PollSeconds, "s", "Seconds between two polls");
    }

    public void HistoryRead(string result) => historyReads.Add(1, new KeyValuePair<string, object?>("result", result));

    public void WindowStored(string width) => windows.Add(1, new KeyValuePair<string, object?>("width", width));

    public void SecondLevelFailed() => secondLevelFailures.Add(1);

    private static IEnumerable<Measurement<double>> Age(DateTimeOffset? since, TimeProvider clock) =>
        since is { } time ? [new((clock.GetUtcNow() - time).TotalSeconds)] : [];
}
