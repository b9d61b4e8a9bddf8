namespace PriceStream.Web.Pages;

/// <summary>The columns of the items table, in order. Headers, cells, CSS classes and the stream's fragments follow from them.</summary>
public static class ItemColumns
{
    public static readonly IReadOnlyList<ItemColumn> All =
    [
        new("name", "Item", CellKind.Name, listed => new(listed.Item.Name)),
        new LiveColumn("high", "Instant-buy", CellKind.Price, "high", (price, _) => price.High) { Label = "Buy" },
        new LiveColumn("low", "Instant-sell", CellKind.Price, "low", (price, _) => price.Low) { Label = "Sell" },
        new LiveColumn("margin", "Margin", CellKind.Price, "margin", (price, tax) => price.MarginUnder(tax)),
        new("limit", "Buy limit", CellKind.Number, listed => new(listed.Item.BuyLimit)) { Label = "Limit" },
        new LiveColumn("traded", "Last trade", CellKind.Age, "time", (price, _) => price.Time > 0 ? price.Time : null),
    ];

    /// <summary>The columns that the stream keeps current.</summary>
    public static readonly IReadOnlyList<LiveColumn> Live = [.. All.OfType<LiveColumn>()];
}
