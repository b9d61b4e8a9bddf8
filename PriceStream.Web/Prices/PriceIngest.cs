using Microsoft.EntityFrameworkCore;
using PriceStream.Web.Data;
using PriceStream.Web.History;
using PriceStream.Web.Upstream;

namespace PriceStream.Web.Prices;

/// <summary>The one door for prices: keeps what is new, stores it in one transaction, then tells the browsers.</summary>
public sealed partial class PriceIngest(
    IDbContextFactory<PriceStreamDb> databases, PriceStore store, LivePrices latest, HistoryCache histories, PriceEvents events,
    ILogger<PriceIngest> logger)
{
    /// <summary>How many prices changed. Items that the catalogue does not know are left out and counted in the log.</summary>
    public async Task<int> AcceptAsync(IReadOnlyList<KeyValuePair<int, UpstreamPrice>> reported, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var known = await db.Items.Select(item => item.ItemId).ToHashSetAsync(cancellationToken);
        var changes = Changes(reported, known);
        if (changes.Count > 0)
        {
            await store.SaveAsync(changes.Select(change => change.ToUpdate()), cancellationToken);
            await histories.InvalidateAsync(changes.Select(change => change.Price.ItemId));
        }

        await events.PublishAsync(changes.ConvertAll(change => change.Price), cancellationToken);
        return changes.Count;
    }

    private List<PriceChange> Changes(IReadOnlyList<KeyValuePair<int, UpstreamPrice>> reported, HashSet<int> known)
    {
        var changes = new List<PriceChange>();
        var unknown = 0;
        foreach (var (id, row) in reported)
        {
            if (!known.Contains(id))
            {
                unknown++;
            }
            else if (PriceChange.Between(latest.Of(id), new(id, row.High, row.HighTime, row.Low, row.LowTime)) is { } change)
            {
                changes.Add(change);
            }
        }

        Accepted(changes.Count == 0 ? LogLevel.Debug : LogLevel.Information, changes.Count, reported.Count, unknown);
        return changes;
    }

    [LoggerMessage(Message = "{Changed} of {Reported} prices changed; {Unknown} are of items that the catalogue does not have")]
    private partial void Accepted(LogLevel level, int changed, int reported, int unknown);
}
