using System.Globalization;
using PriceStream.Web.Items;

namespace PriceStream.Web.Market.Feeds;

/// <summary>
/// Lists of items as feeds: one entry an item and day (UTC), which keeps its id while its price changes. An entry is as new as the item's
/// last trade, so an item that nobody trades has the same entry all day.
/// </summary>
public sealed class MarketFeeds(ItemSearch search, TimeProvider clock)
{
    private const int MostMovers = 20;

    private static readonly MarketPreset Movers = MarketPreset.Find("movers")!;

    /// <summary>What has risen or fallen most.</summary>
    public AtomFeed OfMovers()
    {
        var list = search.Find(new ItemPageQuery { Preset = Movers.Key, PageSize = MostMovers });
        return Of("movers", "PriceStream: movers", "feeds/movers", "?preset=movers", list.Items, list.View);
    }

    /// <summary>The items of a list, in its order.</summary>
    public AtomFeed OfList(ListFeedQuery watch)
    {
        var (query, name) = (watch.ToQuery(), watch.List.Length == 0 ? "watched items" : watch.List);
        var feed = Of(
            "watch", $"PriceStream: {name}", "feeds/watch?" + query, "?" + query,
            watch.Watch.Select(search.Find).OfType<ListedItem>(), search.View(Basis.Last));
        return feed with { Id = $"{feed.Id}:{string.Join(',', watch.Watch)}" };
    }

    private AtomFeed Of(string kind, string title, string self, string page, IEnumerable<ListedItem> items, MarketView view)
    {
        var today = new DateTimeOffset(clock.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);
        var day = today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var id = "urn:pricestream:" + kind;
        var entries = items.Select(Entry).ToList();
        return new(id, title, entries.Count == 0 ? today : entries.Max(entry => entry.Updated), self, page, entries);

        AtomEntry Entry(ListedItem item) => new(
            string.Create(CultureInfo.InvariantCulture, $"{id}:{item.Item.ItemId}:{day}"),
            ItemSummary.TitleOf(item),
            MarketValues.TradedOf(item, view) is { } traded ? DateTimeOffset.FromUnixTimeSeconds(traded) : today,
            $"items/{item.Item.ItemId}/{ItemSlug.Of(item.Item.Name)}",
            ItemSummary.TextOf(item, view));
    }
}
