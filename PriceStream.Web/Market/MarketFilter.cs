using static PriceStream.Web.Market.MarketValues;

namespace PriceStream.Web.Market;

/// <summary>A filter of the market by one number. An item without a value never passes it.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="Limit">Returns what a query asks for, in the unit of the value; null for nothing.</param>
/// <param name="Of">Returns an item's value.</param>
public sealed record MarketFilter(string Name, Func<ItemQuery, long?> Limit, Func<ListedItem, MarketView, long?> Of)
{
    public static readonly IReadOnlyList<MarketFilter> All =
    [
        new("min_price", query => query.MinPrice, PriceOf),
        new("max_price", query => query.MaxPrice, PriceOf),
        new("min_margin", query => query.MinMargin, MarginOf),
        new("min_roi", query => query.MinRoi?.Hundredths, RoiOf) { IsPercent = true },
        new("max_roi", query => query.MaxRoi?.Hundredths, RoiOf) { IsPercent = true },
        new("min_volume", query => query.MinVolume, (item, _) => item.Trades.Volume24h),
        new("min_thin", query => query.MinThin, (item, _) => item.Trades.Thin24h),
        new("min_reach", query => query.MinReach, ReachOf),
        new("min_limit", query => query.MinLimit, (item, _) => item.Item.BuyLimit),
        new("max_age", query => (long?)query.MaxAge?.TotalSeconds, AgeOf),
        new("min_change", query => query.MinChange?.Hundredths, Change24hOf) { IsPercent = true },
        new("max_change", query => query.MaxChange?.Hundredths, Change24hOf) { IsPercent = true },
        new("min_alch_profit", query => query.MinAlchProfit, AlchProfitOf),
        new("traded_within", query => (long?)query.TradedWithin?.TotalSeconds, SinceTradeOf),
    ];

    /// <summary>Whether the number is in hundredths of a percent.</summary>
    public bool IsPercent { get; private init; }

    /// <summary>Whether the limit is the highest value that passes, and not the lowest.</summary>
    public bool IsMaximum => !Name.StartsWith("min_", StringComparison.Ordinal);

    public bool Passes(ListedItem item, MarketView view, long limit) =>
        Of(item, view) is { } value && (IsMaximum ? value <= limit : value >= limit);

    private static long? PriceOf(ListedItem item, MarketView view) => item.Price?.Low ?? item.Price?.High;

    private static long? SinceTradeOf(ListedItem item, MarketView view) =>
        TradedOf(item, view) is { } time ? Math.Max(0, view.Now - time) : null;
}
