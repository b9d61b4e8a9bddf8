using PriceStream.Web.Data;
using PriceStream.Web.Items;
using PriceStream.Web.Upstream;

namespace PriceStream.Web.Prices;

/// <summary>The one way in for polled prices: finds what has changed, stores it in one transaction, publishes it.</summary>
public sealed partial class PriceIngest(
    Catalogue catalogue, LivePrices live, PriceStore store, PriceEvents events, ILogger<PriceIngest> logger)
{
    /// <summary>Items that the catalogue does not know are left out and counted in the log.</summary>
    /// <returns>How many prices changed.</returns>
    public async Task<int> AcceptAsync(IReadOnlyList<KeyValuePair<int, UpstreamPrice>> reported, CancellationToken cancellationToken)
    {
        var changes = FindChanges(reported);
        if (changes.Count > 0)
        {
            await store.SaveAsync(changes.Select(change => change.ToUpdate()), cancellationToken);
        }

        var unknown = reported.Count(row => !catalogue.Contains(row.Key));
        Accepted(changes.Count == 0 ? LogLevel.Debug : LogLevel.Information, changes.Count, reported.Count, unknown);
        await events.PublishAsync(changes.ConvertAll(change => change.Price), cancellationToken);
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

    [LoggerMessage(Message = "{Changed} of {Reported} prices changed; {Unknown} are of items that the catalogue does not have")]
    private partial void Accepted(LogLevel level, int changed, int reported, int unknown);
}
