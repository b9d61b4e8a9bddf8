using static PriceStream.Web.Market.MarketValues;

namespace PriceStream.Web.Market;

/// <summary>The columns of the market. Lists, sorting, filters, the API and the page of formulas follow from them.</summary>
public static class MarketColumns
{
    public const string ByName = "name";

    public static readonly IReadOnlyList<MarketColumn> All =
    [
        new(ByName, "Item", "the item's name in the game", (_, _) => null),
        new("high", "Instant-buy", "the last price at which somebody bought at once", (item, _) => item.Price?.High),
        new("low", "Instant-sell", "the last price at which somebody sold at once", (item, _) => item.Price?.Low),
        new("margin", "Margin", "instant-buy − tax − instant-sell", MarginOf),
        new("roi", "ROI", "margin ÷ instant-sell", RoiOf),
        new("limit", "Buy limit", "how many one player can buy in four hours", (item, _) => item.Item.BuyLimit),
        new("limit_profit", "Profit a limit", "margin × buy limit", LimitProfitOf),
        new("reach", "Within reach", "margin × the smaller of the buy limit and a sixth of the thinner side", ReachOf),
        new("tax", "Tax", "the Grand Exchange tax on one item sold at instant-buy", TaxOf),
        new("age", "Age", "how long ago the older of the two sides traded", AgeOf),
        new("traded", "Last trade", "when the newer of the two sides traded", TradedOf),
        new("vol_1h", "Volume 1 h", "pieces of both sides in the newest 12 windows of five minutes", Volume1hOf),
        new("vol_24h", "Volume 24 h", "pieces of both sides in the newest 288 windows of five minutes", Volume24hOf),
        new("thin_24h", "Thinner side", "pieces in 24 hours of the side that traded less", (item, _) => item.Trades.Thin24h),
        new("value_24h", "Traded value", "the sum of price × pieces in 24 hours", (item, _) => item.Trades.Value24h),
        new("avg_24h", "24 h average", "traded value ÷ the pieces traded", (item, _) => item.Trades.Average24h),
        new("change_24h", "Change 24 h", "the average price of the newest hour against that of 24 hours before", Change24hOf),
        new("change_7d", "Change 7 d", "the average price of the newest hour against that of 7 days before", Change7dOf),
        new("move", "Move", "the size of the change over 24 hours, up or down", MoveOf),
        new("alch", "High alchemy", "what High Level Alchemy pays", (item, _) => item.Item.HighAlch),
        new("alch_profit", "Alchemy profit", "high alchemy − instant-sell − instant-buy of a nature rune", AlchProfitOf),
    ];

    private static readonly Dictionary<string, MarketColumn> ByKey = All.ToDictionary(column => column.Key);

    public static MarketColumn Of(string key) => ByKey[key];
}
