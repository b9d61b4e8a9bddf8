namespace PriceStream.Web.Market;

/// <summary>The values that are calculated from an item's prices. Each is null where something that it needs is not known.</summary>
internal static class MarketValues
{
    private const int Whole = 10_000; // hundredths of a percent

    // Four hours, the span of a buy limit, are a sixth of a day.
    private const int LimitsPerDay = 6;

    public static long? MarginOf(ListedItem item, MarketView view)
    {
        var (high, low) = item.PricesOn(view.Basis);
        return item.Tax.Margin(item.Item.ItemId, high, low);
    }

    public static long? TaxOf(ListedItem item, MarketView view) =>
        item.PricesOn(view.Basis).High is { } high ? item.Tax.Tax(item.Item.ItemId, high) : null;

    public static long? RoiOf(ListedItem item, MarketView view) =>
        MarginOf(item, view) is { } margin && item.PricesOn(view.Basis).Low is > 0 and { } low
            ? Rounded((Int128)margin * Whole, low)
            : null;

    public static long? LimitProfitOf(ListedItem item, MarketView view) => Product(MarginOf(item, view), item.Item.BuyLimit);

    public static long? ReachOf(ListedItem item, MarketView view)
    {
        if (item.Trades.Thin24h is not { } thin)
        {
            return null;
        }

        var pieces = thin / LimitsPerDay;
        return Product(MarginOf(item, view), item.Item.BuyLimit is { } limit ? Math.Min(limit, pieces) : pieces);
    }

    public static long? AgeOf(ListedItem item, MarketView view) =>
        item.Price is { HighTime: { } high, LowTime: { } low } ? Math.Max(0, view.Now - Math.Min(high, low)) : null;

    public static long? TradedOf(ListedItem item, MarketView view) => item.Price is { Time: > 0 and var time } ? time : null;

    public static long? Change24hOf(ListedItem item, MarketView view) => item.Trades.Change24h;

    public static long? Change7dOf(ListedItem item, MarketView view) => item.Trades.Change7d;

    public static long? Volume1hOf(ListedItem item, MarketView view) => item.Trades.Volume1h;

    public static long? Volume24hOf(ListedItem item, MarketView view) => item.Trades.Volume24h;

    public static long? MoveOf(ListedItem item, MarketView view) => item.Trades.Change24h is { } change ? Math.Abs(change) : null;

    public static long? AlchProfitOf(ListedItem item, MarketView view) =>
        item.Item.HighAlch - item.PricesOn(view.Basis).Low - view.NatureRune;

    private static long? Product(long? amount, long? times) =>
        amount is { } one && times is { } many ? (long)Int128.Clamp((Int128)one * many, long.MinValue, long.MaxValue) : null;

    // Half away from zero.
    private static long Rounded(Int128 dividend, long divisor)
    {
        var rounded = (2 * Int128.Abs(dividend) + divisor) / (2 * (Int128)divisor);
        return (long)(dividend < 0 ? -rounded : rounded);
    }
}
