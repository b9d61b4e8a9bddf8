using System.Globalization;
using PriceStream.Web.Items;
using PriceStream.Web.Prices;

namespace PriceStream.Web.Market;

/// <summary>Searches and sorts items with their newest prices, all in memory.</summary>
public sealed class ItemSearch(Catalogue catalogue, LivePrices live, GeTax tax)
{
    public ItemList Find(ItemQuery query)
    {
        var found = Sort(Match(query), query).ToList();
        var skipped = (query.Page - 1L) * query.PageSize;
        var page = skipped < found.Count ? found.Skip((int)skipped).Take(query.PageSize) : [];
        return new([.. page], found.Count, query.Page, query.PageSize);
    }

    /// <summary>Returns the item with this id; null for an unknown one.</summary>
    public ListedItem? Find(int itemId) => catalogue.Find(itemId) is { } item ? WithPrice(item, tax.Now) : null;

    private IEnumerable<ListedItem> Match(ItemQuery query)
    {
        IEnumerable<Item> items = catalogue.ByName;
        if (query.Members is { } members)
        {
            items = items.Where(item => item.Members == members);
        }

        if (query.Search.Trim() is { Length: > 0 } text)
        {
            var id = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
            items = items.Where(item => item.ItemId == id || item.Name.Contains(text, StringComparison.OrdinalIgnoreCase));
        }

        var rule = tax.Now;
        return items.Select(item => WithPrice(item, rule));
    }

    private ListedItem WithPrice(Item item, TaxRule rule) => new(item, live.Of(item.ItemId), rule);

    private static IEnumerable<ListedItem> Sort(IEnumerable<ListedItem> byName, ItemQuery query) => query.Sort switch
    {
        ItemSort.High => SortBy(byName, listed => listed.Price?.High, query.Descending),
        ItemSort.Low => SortBy(byName, listed => listed.Price?.Low, query.Descending),
        ItemSort.Margin => SortBy(byName, listed => listed.Margin, query.Descending),
        ItemSort.Limit => SortBy(byName, listed => listed.Item.BuyLimit, query.Descending),
        ItemSort.Traded => SortBy(byName, listed => listed.Price?.Time, query.Descending),
        _ when query.Descending => byName.OrderByDescending(listed => listed.Item.Name, StringComparer.OrdinalIgnoreCase),
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
