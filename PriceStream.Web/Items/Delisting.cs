namespace PriceStream.Web.Items;

/// <summary>
/// Decides which items are no longer traded: those that both the upstream's catalogue and its newest prices have lost. One of the two is
/// not enough, because each lacks items that the other has.
/// </summary>
public sealed partial class Delisting(Catalogue catalogue, TimeProvider clock, ILogger<Delisting> logger)
{
    // So many at once are an incomplete answer, not items that the game has removed.
    private const int MostAtOnce = 50;

    private readonly Lock gate = new();
    private HashSet<int> missing = []; // from the upstream's catalogue, as it was at the last refresh
    private HashSet<int>? priced; // the upstream's newest prices; null before the first poll

    /// <summary>Takes in the upstream's whole catalogue.</summary>
    /// <param name="refused">How many rows of it could not be used. Those items are not lost.</param>
    /// <returns>The items that are delisted or listed again, as they are from now on.</returns>
    public IReadOnlyList<Item> Refreshed(IReadOnlyCollection<Item> listed, int refused)
    {
        lock (gate)
        {
            var ids = listed.Select(item => item.ItemId).ToHashSet();
            var lost = catalogue.Ids.Where(id => !ids.Contains(id)).ToHashSet();
            var isIncomplete = refused > ids.Count / 10 || lost.Count(id => catalogue.Find(id)!.DelistedAt is null) > MostAtOnce;
            missing = isIncomplete ? [.. missing.Where(lost.Contains)] : lost;
            return FindChanges();
        }
    }

    /// <summary>Takes in the ids of the upstream's newest prices.</summary>
    /// <returns>The items that are delisted or listed again, as they are from now on.</returns>
    public IReadOnlyList<Item> Polled(IEnumerable<int> ids)
    {
        lock (gate)
        {
            priced = [.. ids];
            return FindChanges();
        }
    }

    public void Log(IEnumerable<Item> changes)
    {
        foreach (var item in changes)
        {
            if (item.DelistedAt is null)
            {
                Listed(item.ItemId, item.Name);
            }
            else
            {
                Delisted(item.ItemId, item.Name);
            }
        }
    }

    private List<Item> FindChanges()
    {
        if (priced is not { } traded)
        {
            return [];
        }

        var now = DateTimeOffset.FromUnixTimeSeconds(clock.GetUtcNow().ToUnixTimeSeconds()); // as it is stored
        var changes = new List<Item>();
        foreach (var item in missing.Select(catalogue.Find).OfType<Item>())
        {
            if (traded.Contains(item.ItemId) != item.DelistedAt is null)
            {
                changes.Add(item with { DelistedAt = item.DelistedAt is null ? now : null });
            }
        }

        return changes;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Item {ItemId} ({Name}) is no longer traded: the price source has lost it")]
    private partial void Delisted(int itemId, string name);

    [LoggerMessage(Level = LogLevel.Information, Message = "Item {ItemId} ({Name}) is traded again")]
    private partial void Listed(int itemId, string name);
}
