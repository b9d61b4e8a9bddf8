using PriceStream.Web.Prices;
using PriceStream.Web.Upstream;

namespace PriceStream.Web.Admin;

/// <summary>The state of the price source: the age of its data, and the failed polls.</summary>
public sealed class UpstreamSection(
    UpstreamMonitor monitor,
    Freshness freshness,
    CatalogueSection catalogue,
    UpstreamVersions versions,
    AdminClock clock,
    PollerFacts poller)
{
    /// <summary>Failed polls, newest first.</summary>
    public IReadOnlyList<UpstreamFailure> Failures => monitor.Failures;

    public IReadOnlyList<AdminFact> Facts()
    {
        var status = monitor.Status;
        return
        [
            new("Fetched from", monitor.IsSimulated ? "the demo market" : versions.Current.Address.Host),
            new("Price API", versions.Description),
            NewestTrade(),
            new("Last good poll", status.LastSuccess is { } last ? $"{clock.Ago(last)} ago" : "none yet", status.LastSuccess is null),
            new("Last poll", status.Reason ?? "good", status.Reason is not null),
            .. catalogue.Facts(),
            .. poller.Facts(),
        ];
    }

    private AdminFact NewestTrade()
    {
        var fresh = freshness.Read();
        return new("Newest trade", fresh.NewestTrade is { } trade ? $"{clock.Ago(trade)} ago ({fresh.State})" : "none yet", !fresh.IsFresh);
    }
}
