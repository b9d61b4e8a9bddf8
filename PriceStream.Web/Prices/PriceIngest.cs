using PriceStream.Web.Data;
using PriceStream.Web.Items;
using PriceStream.Web.Upstream;

namespace PriceStream.Web.Prices;

/// <summary>The only entry for polled prices: finds the changes, stores them in one transaction, and publishes them.</summary>
public sealed partial class PriceIngest(
    Catalogue catalogue, LivePrices live, PriceStore store, PriceEvents events, ReportedItems items, ILogger<PriceIngest> logger)
{
    private int loggedUnknown;

    /// <summary>Ignores the prices of items that the catalogue does not have, and logs how many there are.</summary>
    /// <returns>How many prices changed.</returns>
    public async Task<int> AcceptAsync(IReadOnlyList<KeyValuePair<int, UpstreamPrice>> reported, CancellationToken cancellationToken)
    {
        var changes = FindChanges(reported);
        if (changes.Count > 0)
        {
            await store.SaveAsync(changes.ConvertAll(change => change.ToUpdate()), cancellationToken);
        }

        Accepted(changes.Count == 0 ? LogLevel.Debug : LogLevel.Information, changes.Count, reported.Count);
        LogUnknown(reported.Count(row => !catalogue.Contains(row.Key)));
        await events.PublishAsync(changes.ConvertAll(change => change.Price), cancellationToken);
        await items.PolledAsync(reported.Select(row => row.Key), cancellationToken); // last: prices do not wait for the catalogue
        return changes.Count;
    }

    private List<PriceChange> FindChanges(IReadOnlyList<KeyValuePair<int, UpstreamPrice>> reported)
    {
        var changes = new List<PriceChange>();
        foreach (var (id, row) in reported.Where(row => catalogue.Contains(row.Key)))
        {
            var price = new Price(id, row.High, row.HighTime, row.Low, row.LowTime);
            if (PriceChange.Between(live.Of(id), price) is { } change)
            {
                changes.Add(change);
            }
        }

        return changes;
    }

    // The number stays the same for days, so it is logged when it changes and not with every poll.
    private void LogUnknown(int unknown)
    {
        if (unknown != loggedUnknown)
        {
            loggedUnknown = unknown;
            Unknown(unknown);
        }
    }

    [LoggerMessage(Message = "{Changed} of {Reported} prices changed")]
    private partial void Accepted(LogLevel level, int changed, int reported);

    [LoggerMessage(Level = LogLevel.Information, Message =
        "Ignoring the prices of {Unknown} items that the catalogue does not have. Logged when the number changes")]
    private partial void Unknown(int unknown);
}
