using PriceStream.Web.Market;

namespace PriceStream.Web.Pages;

/// <summary>The columns of the items table, in order: header, sort and cell of each.</summary>
public static class ItemColumns
{
    public static readonly IReadOnlyList<ItemColumn> All =
    [
        new(ItemSort.High, "Instant-buy", "Buy", listed => PriceCells.Cell(listed.Item.ItemId, "high", listed.Price)),
        new(ItemSort.Low, "Instant-sell", "Sell", listed => PriceCells.Cell(listed.Item.ItemId, "low", listed.Price)),
        new(ItemSort.Margin, "Margin", "Margin", listed => PriceCells.Cell(listed.Item.ItemId, "margin", listed.Price)),
        new(ItemSort.Limit, "Buy limit", "Limit", listed => PriceCells.Text(listed.Item.BuyLimit), "limit"),
        new(ItemSort.Traded, "Last trade", "Last trade", listed => PriceCells.Age(listed.Item.ItemId, listed.Price), "age"),
    ];
}
