using System.Globalization;
using static PriceStream.Web.Market.ColumnUnit;
using static PriceStream.Web.Market.MarketValues;

namespace PriceStream.Web.Market;

/// <summary>A filter of the market by one number. An item without a value never passes it.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="Title">Its label: the value that it compares.</param>
/// <param name="Unit">What the limit is.</param>
/// <param name="Limit">Returns what a query asks for, in the unit of the value; null for nothing.</param>
/// <param name="Of">Returns an item's value.</param>
public sealed record MarketFilter(
    string Name, string Title, ColumnUnit Unit, Func<ItemQuery, long?> Limit, Func<ListedItem, MarketView, long?> Of)
{
    public static readonly IReadOnlyList<MarketFilter> All =
    [
        new("min_price", "Price", Gp, query => query.MinPrice, PriceOf),
        new("max_price", "Price", Gp, query => query.MaxPrice, PriceOf),
        new("min_margin", "Margin", Gp, query => query.MinMargin, MarginOf),
        new("min_roi", "ROI", Percent, query => query.MinRoi?.Hundredths, RoiOf),
        new("max_roi", "ROI", Percent, query => query.MaxRoi?.Hundredths, RoiOf),
        new("min_volume", "Volume 24 h", Pieces, query => query.MinVolume, Volume24hOf),
        new("min_thin", "Thinner side", Pieces, query => query.MinThin, (item, _) => item.Trades.Thin24h),
        new("min_reach", "Within reach", Gp, query => query.MinReach, ReachOf),
        new("min_limit", "Buy limit", Pieces, query => query.MinLimit, (item, _) => item.Item.BuyLimit),
        new("max_age", "Age", Seconds, query => (long?)query.MaxAge?.TotalSeconds, AgeOf),
        new("min_change", "Change 24 h", Percent, query => query.MinChange?.Hundredths, Change24hOf),
        new("max_change", "Change 24 h", Percent, query => query.MaxChange?.Hundredths, Change24hOf),
        new("min_alch_profit", "Alchemy profit", Gp, query => query.MinAlchProfit, AlchProfitOf),
        new("traded_within", "Last trade", Seconds, query => (long?)query.TradedWithin?.TotalSeconds, SinceTradeOf),
    ];

    private static readonly (long Size, char Unit)[] Units = [(86_400, 'd'), (3600, 'h'), (60, 'm'), (1, 's')];

    private static readonly Dictionary<string, MarketFilter> ByName = All.ToDictionary(filter => filter.Name);

    /// <summary>Whether the limit is the highest value that passes, and not the lowest.</summary>
    public bool IsMaximum => !Name.StartsWith("min_", StringComparison.Ordinal);

    /// <summary>Null for an unknown name.</summary>
    public static MarketFilter? Find(string name) => ByName.GetValueOrDefault(name);

    public bool Passes(ListedItem item, MarketView view, long limit) =>
        Of(item, view) is { } value && (IsMaximum ? value <= limit : value >= limit);

    /// <summary>The limit as a parameter: <c>100000</c>, <c>-2.5</c>, <c>1h30m</c>.</summary>
    public string TextOf(long limit) => Unit switch
    {
        Percent => (limit / 100m).ToString(CultureInfo.InvariantCulture),
        Seconds => DurationOf(limit),
        _ => limit.ToString(CultureInfo.InvariantCulture),
    };

    private static string DurationOf(long seconds)
    {
        var text = "";
        foreach (var (size, unit) in Units)
        {
            if (seconds >= size)
            {
                text += string.Create(CultureInfo.InvariantCulture, $"{seconds / size}{unit}");
                seconds %= size;
            }
        }

        return text.Length > 0 ? text : "0s";
    }

    private static long? PriceOf(ListedItem item, MarketView view) => item.Price?.Low ?? item.Price?.High;

    private static long? SinceTradeOf(ListedItem item, MarketView view) =>
        TradedOf(item, view) is { } time ? Math.Max(0, view.Now - time) : null;
}
