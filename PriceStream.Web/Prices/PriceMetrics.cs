using System.Diagnostics.Metrics;

namespace PriceStream.Web.Prices;

/// <summary>Measures how old the newest prices are and whether polls fail.</summary>
public sealed class PriceMetrics
{
    public PriceMetrics(IMeterFactory meters, UpstreamMonitor monitor, LivePrices live, TimeProvider clock)
    {
        var meter = meters.Create("pricestream.prices");
        meter.CreateObservableGauge(
            "pricestream.prices.age", () => Age(monitor.Status.LastSuccess, clock), "s",
            "How long ago the source last answered with prices");
        meter.CreateObservableGauge(
            "pricestream.prices.trade_age", () => Age(live.NewestTrade, clock), "s", "How long ago the newest trade was");
        meter.CreateObservableGauge(
            "pricestream.prices.failing", () => monitor.Status.FailingSince is null ? 0 : 1, null, "1 while the source fails");
        meter.CreateObservableGauge("pricestream.prices.poll_interval", () => monitor.PollSeconds, "s", "Seconds between two polls");
    }

    private static IEnumerable<Measurement<double>> Age(DateTimeOffset? since, TimeProvider clock) =>
        since is { } time ? [new((clock.GetUtcNow() - time).TotalSeconds)] : [];
}
