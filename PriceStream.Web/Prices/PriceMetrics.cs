using System.Diagnostics.Metrics;

namespace PriceStream.Web.Prices;

/// <summary>What the prices tell of themselves.</summary>
public sealed class PriceMetrics
{
    public PriceMetrics(IMeterFactory meters, FeedState feed, TimeProvider clock)
    {
        var meter = meters.Create("pricestream.prices");
        meter.CreateObservableGauge("pricestream.prices.age", () => Age(feed, clock), "s", "How long ago the source last answered with prices");
    }

    private static IEnumerable<Measurement<double>> Age(FeedState feed, TimeProvider clock) =>
        feed.Status.LastSuccess is { } last ? [new((clock.GetUtcNow() - last).TotalSeconds)] : [];
}
