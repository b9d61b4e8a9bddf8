using PriceStream.Web.History.Recent;
using PriceStream.Web.Items;
using PriceStream.Web.Prices;

namespace PriceStream.Web.Market;

/// <summary>
/// All items with everything that the market knows of them, in memory. A board is immutable. The first query after a change makes the
/// next one, and keeps the entries that did not change.
/// </summary>
public sealed class Board(Catalogue catalogue, LivePrices live, RecentMarket recent, GeTax tax)
{
    private readonly Lock renewing = new();
    private volatile Content content = new(0, [], [], [], Sources: default, TaxRule.None);

    /// <summary>Changes whenever something on the board has changed.</summary>
    public long Version => Current.Number;

    /// <summary>In the order of their names.</summary>
    public IReadOnlyList<ListedItem> ByName => Current.Items;

    /// <summary>Null for an unknown id.</summary>
    public ListedItem? Find(int itemId) => Current.ById.GetValueOrDefault(itemId);

    private Content Current
    {
        get
        {
            var known = content;
            return IsCurrent(known) ? known : Renew();
        }
    }

    private bool IsCurrent(Content known) => ReferenceEquals(known.Catalogue, catalogue.ByName)
        && known.Sources == (live.Version, recent.Version)
        && ReferenceEquals(known.Tax, tax.Now);

    private Content Renew()
    {
        lock (renewing)
        {
            var known = content;
            if (IsCurrent(known))
            {
                return known;
            }

            // Read before the values, so that a change meanwhile makes another board.
            var (items, sources, rule) = (catalogue.ByName, (live.Version, recent.Version), tax.Now);
            var listed = new ListedItem[items.Count];
            var byId = new Dictionary<int, ListedItem>(items.Count);
            for (var index = 0; index < listed.Length; index++)
            {
                var item = items[index];
                listed[index] = Entry(known.ById.GetValueOrDefault(item.ItemId), item, rule);
                byId[item.ItemId] = listed[index];
            }

            return content = new(known.Number + 1, items, listed, byId, sources, rule);
        }
    }

    private ListedItem Entry(ListedItem? known, Item item, TaxRule rule)
    {
        var (price, trades) = (live.Of(item.ItemId), recent.Of(item.ItemId));
        var isSame = known is not null && ReferenceEquals(known.Item, item) && ReferenceEquals(known.Price, price)
            && ReferenceEquals(known.Trades, trades) && ReferenceEquals(known.Tax, rule);
        return isSame ? known! : new(item, price, rule, trades);
    }

    private sealed record Content(
        long Number,
        IReadOnlyList<Item> Catalogue,
        ListedItem[] Items,
        Dictionary<int, ListedItem> ById,
        (long Live, int Recent) Sources,
        TaxRule Tax);
}
