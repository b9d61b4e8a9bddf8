using PriceStream.Web.Data;

namespace PriceStream.Web.Items;

/// <summary>
/// Compares the items that a poll reports with the catalogue. For items the catalogue lacks it asks the upstream's catalogue once, and for
/// that reason at most every ten minutes. Items that are still unknown then wait for the ordinary refresh.
/// </summary>
public sealed class ReportedItems(
    Catalogue catalogue, CatalogueStatus status, CatalogueRefresh refresh, Delisting delisting, ItemStore store, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    private readonly HashSet<int> asked = [];
    private DateTimeOffset? askedAt;
    private bool hasPolled;

    /// <summary>Call it after the reported prices are published. Calls must not overlap.</summary>
    public async Task PolledAsync(IEnumerable<int> reported, CancellationToken cancellationToken)
    {
        var ids = reported.ToList();
        var unknown = ids.Where(id => !catalogue.Contains(id)).ToList();
        if (!hasPolled && status.Fetched)
        {
            asked.UnionWith(unknown); // the catalogue was fetched just before the first poll
        }

        hasPolled = true;
        await SaveAsync(delisting.Polled(ids), cancellationToken);
        if (unknown.Exists(id => !asked.Contains(id)) && MayAsk())
        {
            askedAt = clock.GetUtcNow();
            await refresh.RunAsync(cancellationToken);
            if (status.Reason is null)
            {
                asked.UnionWith(unknown);
            }
        }
    }

    private bool MayAsk()
    {
        var since = clock.GetUtcNow() - askedAt;
        return since is null || since >= Pause || since < TimeSpan.Zero; // below zero, the clock was set back
    }

    private async Task SaveAsync(IReadOnlyList<Item> changes, CancellationToken cancellationToken)
    {
        if (changes.Count > 0)
        {
            await store.SaveAsync([.. changes.Select(item => item.ToRow())], cancellationToken);
            catalogue.Merge(changes);
            delisting.Log(changes);
        }
    }
}
