using PriceStream.Web.Market;

namespace PriceStream.Web.Pages;

/// <summary>A card of an item's page: columns of the market under one title.</summary>
public sealed record ItemCard(string Title, IReadOnlyList<MarketColumn> Columns)
{
    // No column of a list, because it is the same for every item.
    private static readonly MarketColumn NatureRune =
        new("nature", "Nature rune", ColumnUnit.Gp, "instant-buy of a nature rune", (_, view) => view.NatureRune);

    /// <summary>Beside the margin.</summary>
    public static readonly ItemCard Flip = new("Flip", ColumnsOf("roi", "limit_profit", "reach", "tax", "limit"));

    public static readonly IReadOnlyList<ItemCard> Others =
    [
        new("Alchemy", [MarketColumns.Of("alch"), NatureRune, MarketColumns.Of("alch_profit")]),
        new("Volume", ColumnsOf("vol_1h", "vol_24h", "thin_24h", "value_24h")),
        new("Change", ColumnsOf("change_24h", "change_7d", "avg_24h", "spark")),
    ];

    private static IReadOnlyList<MarketColumn> ColumnsOf(params string[] keys) => [.. keys.Select(MarketColumns.Of)];
}
