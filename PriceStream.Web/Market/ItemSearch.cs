using PriceStream.Web.Items;

namespace PriceStream.Web.Market;

/// <summary>Searches, filters and sorts the market, all in memory.</summary>
public sealed class ItemSearch(Board board, Catalogue catalogue, TimeProvider clock)
{
    private const int NatureRune = 561;

    public ItemList Find(ItemPageQuery query)
    {
        var (found, view) = FindAll(query);
        var filters = FiltersOf(query);
        var skipped = (query.Page - 1L) * query.PageSize;
        var page = skipped < found.Count ? found.Skip((int)skipped).Take(query.PageSize) : [];
        return new([.. page], found.Count, query.Page, query.PageSize, view)
        {
            Catalogue = board.ByName.Count,
            MatchedBy = filters.Count == 0 ? null : filters.ConvertAll(filter => Count(filter, view)),
        };
    }

    /// <summary>Finds every item, not just those of a page.</summary>
    public (IReadOnlyList<ListedItem> Items, MarketView View) FindAll(ItemQuery query)
    {
        var basis = query.Basis ?? MarketPreset.Find(query.Preset)?.Query.Basis;
        var view = View(basis == ItemQuery.FiveMinutes ? Basis.FiveMinutes : Basis.Last);
        var filters = FiltersOf(query);
        var items = Match(query).Where(item => filters.TrueForAll(filter => filter.Filter.Passes(item, view, filter.Limit)));
        return ([.. Sort(items, query, view)], view);
    }

    /// <summary>Returns the item with this id; null for an unknown one.</summary>
    public ListedItem? Find(int itemId) => board.Find(itemId);

    /// <summary>What the values of an item depend on now.</summary>
    public MarketView View(Basis basis) =>
        new(basis, board.Find(NatureRune)?.PricesOn(basis).High, clock.GetUtcNow().ToUnixTimeSeconds());

    private static List<(MarketFilter Filter, long Limit)> FiltersOf(ItemQuery query)
    {
        var preset = MarketPreset.Find(query.Preset)?.Query;
        var filters = new List<(MarketFilter, long)>();
        foreach (var filter in MarketFilter.All)
        {
            if ((filter.Limit(query) ?? (preset is null ? null : filter.Limit(preset))) is { } limit)
            {
                filters.Add((filter, limit));
            }
        }

        return filters;
    }

    private FilterMatch Count((MarketFilter Filter, long Limit) used, MarketView view)
    {
        var (filter, limit) = used;
        var matched = board.ByName.Count(item => filter.Passes(item, view, limit));
        return new(filter.Name, filter.Unit == ColumnUnit.Percent ? limit / 100m : limit, matched);
    }

    private IEnumerable<ListedItem> Match(ItemQuery query)
    {
        var items = query.HasSearch ? Search(query) : board.ByName;
        if (query.Watch is { } watched)
        {
            var ids = watched.ToHashSet();
            var isAsGiven = query.SortedBy is null && !query.HasSearch;
            items = isAsGiven
                ? watched.Select(board.Find).OfType<ListedItem>()
                : items.Where(item => ids.Contains(item.Item.ItemId));
        }

        return query.Members is { } members ? items.Where(item => item.Item.Members == members) : items;
    }

    /// <summary>Returns the best match first; for a list that is then sorted by a column, in the order of names.</summary>
    private IEnumerable<ListedItem> Search(ItemQuery query)
    {
        var found = catalogue.Names.Find(query.Search).Select(match => match.Item.ItemId);
        if (query.SortedBy is null)
        {
            return found.Select(board.Find).OfType<ListedItem>();
        }

        var ids = found.ToHashSet();
        return board.ByName.Where(item => ids.Contains(item.Item.ItemId));
    }

    // Items without a value come last in either order, and after them those that are no longer traded. The sort is stable, so equal values
    // stay in the order of their names.
    private static IEnumerable<ListedItem> Sort(IEnumerable<ListedItem> byName, ItemQuery query, MarketView view)
    {
        if (query.SortedBy is not { } key)
        {
            return byName;
        }

        if (key == MarketColumns.ByName)
        {
            return query.Descending ? byName.OrderByDescending(item => item.Item.Name, StringComparer.OrdinalIgnoreCase) : byName;
        }

        var column = MarketColumns.Of(key);
        var valued = byName.Select(item => (Item: item, Value: column.Of(item, view)))
            .OrderBy(row => row.Item.Item.DelistedAt is not null)
            .ThenBy(row => row.Value is null);
        var sorted = query.Descending ? valued.ThenByDescending(row => row.Value) : valued.ThenBy(row => row.Value);
        return sorted.Select(row => row.Item);
    }
}
