using static PriceStream.Web.Market.ColumnUnit;
using static PriceStream.Web.Market.MarketValues;

namespace PriceStream.Web.Market;

/// <summary>The columns of the market. Lists, sorting, filters, the API and the page of formulas follow from them.</summary>
public static class MarketColumns
{
    public const string ByName = "name";

    /// <summary>The size of the change, up or down.</summary>
    public const string BySize = "move";

    public const string ByChange = "change_24h";

    public static readonly IReadOnlyList<MarketColumn> All =
    [
        new(ByName, "Item", Name, "the item's name in the game", (_, _) => null),
        new("high", "Instant-buy", Gp, "the last price at which somebody bought at once", (item, _) => item.Price?.High) { Label = "Buy" },
        new("low", "Instant-sell", Gp, "the last price at which somebody sold at once", (item, _) => item.Price?.Low) { Label = "Sell" },
        new("margin", "Margin", Gp, "instant-buy − tax − instant-sell", MarginOf) { HasBasis = true },
        new("roi", "ROI", Percent, "margin ÷ instant-sell", RoiOf) { HasBasis = true },
        new("limit", "Buy limit", Pieces, "how many one player can buy in four hours", (item, _) => item.Item.BuyLimit) { Label = "Limit" },
        new("limit_profit", "Profit a limit", Gp, "margin × buy limit", LimitProfitOf) { HasBasis = true },
        new("reach", "Within reach", Gp, "margin × the smaller of the buy limit and a sixth of the thinner side", ReachOf)
        {
            Label = "Reach", HasBasis = true, NeedsWindows = true,
        },
        new("tax", "Tax", Gp, "the Grand Exchange tax on one item sold at instant-buy", TaxOf) { HasBasis = true },
        new("age", "Age", Seconds, "how long ago the older of the two sides traded", AgeOf),
        new("traded", "Last trade", Time, "when the newer of the two sides traded", TradedOf),
        OfDay("vol_1h", "Volume 1 h", Pieces, "pieces of both sides in the newest 12 windows of five minutes", Volume1hOf) with
        {
            IsPartial = item => item.Trades.IsPartial1h,
        },
        OfDay("vol_24h", "Volume 24 h", Pieces, "pieces of both sides in the newest 288 windows of five minutes", Volume24hOf),
        OfDay("thin_24h", "Thinner side", Pieces, "pieces in 24 hours of the side that traded less", (item, _) => item.Trades.Thin24h),
        OfDay("value_24h", "Traded value", Gp, "the sum of price × pieces in 24 hours", (item, _) => item.Trades.Value24h),
        OfWindows("avg_24h", "24 h average", Gp, "traded value ÷ the pieces traded", (item, _) => item.Trades.Average24h),
        OfWindows(
            ByChange, "Change 24 h", Percent, "the average price of the newest hour against that of 24 hours before", Change24hOf),
        OfWindows("change_7d", "Change 7 d", Percent, "the average price of the newest hour against that of 7 days before", Change7dOf),
        OfWindows(BySize, "Move", Percent, "the size of the change over 24 hours, up or down", MoveOf),
        new("alch", "High alchemy", Gp, "what High Level Alchemy pays", (item, _) => item.Item.HighAlch) { Label = "Alchemy" },
        new("alch_profit", "Alchemy profit", Gp, "high alchemy − instant-sell − instant-buy of a nature rune", AlchProfitOf)
        {
            HasBasis = true,
        },
        OfWindows("spark", "7 days", Curve, "the average price in each of the newest 28 windows of six hours", (_, _) => null),
    ];

    private static readonly Dictionary<string, MarketColumn> ByKey = All.ToDictionary(column => column.Key);

    public static MarketColumn Of(string key) => ByKey[key];

    /// <summary>The columns that a query asks for, after the name.</summary>
    public static IReadOnlyList<MarketColumn> ShownBy(ItemQuery query)
    {
        var keys = query.Cols?.Split(',') ?? (MarketPreset.Find(query.Preset) ?? MarketPreset.Everything).AllColumns;
        return [.. keys.Where(key => key != ByName).Select(Of)];
    }

    private static MarketColumn OfWindows(
        string key, string title, ColumnUnit unit, string formula, Func<ListedItem, MarketView, long?> of) =>
        new(key, title, unit, formula, of) { NeedsWindows = true };

    private static MarketColumn OfDay(
        string key, string title, ColumnUnit unit, string formula, Func<ListedItem, MarketView, long?> of) =>
        OfWindows(key, title, unit, formula, of) with { IsPartial = item => item.Trades.IsPartial24h };
}
