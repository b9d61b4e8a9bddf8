using PriceStream.Web.Items;
using PriceStream.Web.Prices;
using PriceStream.Web.Streaming.Relay;
using PriceStream.Web.Upstream;

namespace PriceStream.Web.Admin;

/// <summary>How the price source is doing: the age of what it sent, and the polls that failed.</summary>
public sealed class UpstreamSection(
    FeedState feed, Freshness freshness, CatalogueStatus catalogue, UpstreamOptions options, AdminClock clock, StreamLease? lease = null)
{
    /// <summary>Failed polls, newest first.</summary>
    public IReadOnlyList<UpstreamFailure> Failures => feed.Faults;

    public IReadOnlyList<AdminFact> Facts()
    {
        var status = feed.Status;
        List<AdminFact> facts =
        [
            new("Fetched from", options.Mode == UpstreamMode.Demo ? "the demo market" : options.BaseAddress.Host),
            NewestTrade(),
            new("Last good poll", status.LastSuccess is { } last ? $"{clock.Ago(last)} ago" : "none yet", status.LastSuccess is null),
            new("Last poll", status.Reason ?? "good", status.Reason is not null),
            Catalogue(),
        ];
        if (lease is not null)
        {
            facts.Add(new("Polled by", lease.Held ? "this instance" : "another instance, or none while Redis is down"));
        }

        return facts;
    }

    private AdminFact NewestTrade()
    {
        var fresh = freshness.Read();
        return new("Newest trade", fresh.NewestTrade is { } trade ? $"{clock.Ago(trade)} ago ({fresh.State})" : "none yet", !fresh.IsFresh);
    }

    private AdminFact Catalogue()
    {
        var problem = catalogue.Reason ?? (catalogue.Loaded ? null : "not loaded yet");
        return new("Item catalogue", problem ?? "loaded", problem is not null);
    }
}
