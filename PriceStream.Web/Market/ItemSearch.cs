using PriceStream.Web.Items;
using PriceStream.Web.Prices;

namespace PriceStream.Web.Market;

/// <summary>Searches and sorts items with their newest prices, all in memory.</summary>
public sealed class ItemSearch(Catalogue catalogue, LivePrices live)
{
    public ItemList Find(ItemQuery query)
    {
        var found = Sort(Match(query).Select(WithPrice), query).ToList();
        var skipped = (query.Page - 1L) * query.PageSize;
        var page = skipped < found.Count ? found.Skip((int)skipped).Take(query.PageSize) : [];
        return new([.. page], found.Count, query.Page, query.PageSize);
    }

    /// <summary>Returns the item with this id; null for an unknown one.</summary>
    public ListedItem? Find(int itemId) => catalogue.Find(itemId) is { } item ? WithPrice(item) : null;

    private IEnumerable<Item> Match(ItemQuery query)
    {
        var items = query.HasSearch ? Search(query) : catalogue.ByName;
        return query.Members is { } members ? items.Where(item => item.Members == members) : items;
    }

    /// <summary>Returns the best match first; for a list that is then sorted by a column, in the order of names.</summary>
    private IEnumerable<Item> Search(ItemQuery query)
    {
        var found = catalogue.Names.Find(query.Search).Select(match => match.Item);
        if (query.SortedBy is null)
        {
            return found;
        }

        var ids = found.Select(item => item.ItemId).ToHashSet();
        return catalogue.ByName.Where(item => ids.Contains(item.ItemId));
    }

    private ListedItem WithPrice(Item item) => new(item, live.Of(item.ItemId));

    private static IEnumerable<ListedItem> Sort(IEnumerable<ListedItem> byName, ItemQuery query) => query.SortedBy switch
    {
        ItemSort.High => SortBy(byName, listed => listed.Price?.High, query.Descending),
        ItemSort.Low => SortBy(byName, listed => listed.Price?.Low, query.Descending),
        ItemSort.Margin => SortBy(byName, listed => listed.Price?.Margin, query.Descending),
        ItemSort.Limit => SortBy(byName, listed => listed.Item.BuyLimit, query.Descending),
        ItemSort.Traded => SortBy(byName, listed => listed.Price?.Time, query.Descending),
        ItemSort.Name when query.Descending => byName.OrderByDescending(listed => listed.Item.Name, StringComparer.OrdinalIgnoreCase),
        _ => byName,
    };

    // Items without a value come last in either order, and after them those that are no longer traded. The sort is stable, so equal values
    // stay in the order of their names.
    private static IEnumerable<ListedItem> SortBy(IEnumerable<ListedItem> byName, Func<ListedItem, long?> key, bool descending)
    {
        var valuesFirst = byName.OrderBy(listed => listed.Item.DelistedAt is not null).ThenBy(listed => key(listed) is null);
        return descending ? valuesFirst.ThenByDescending(key) : valuesFirst.ThenBy(key);
    }
}
