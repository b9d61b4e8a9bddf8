using System.Text.Json.Serialization;

namespace PriceStream.Web.Market;

/// <summary>
/// The numbers of one item: one field per column. Money is whole gp, volumes are pieces, percentages have at most two decimals. A
/// value that is not known is null.
/// </summary>
/// <param name="High">The last instant-buy price.</param>
/// <param name="Low">The last instant-sell price.</param>
/// <param name="Limit">How many one player can buy in four hours.</param>
/// <param name="Traded">When the newer of the two sides traded. In UTC.</param>
/// <param name="Margin">Instant-buy − tax − instant-sell; null for an item that cannot be sold again without a fee.</param>
/// <param name="Tax">The Grand Exchange tax on one item sold at instant-buy.</param>
/// <param name="Roi">The margin in percent of instant-sell.</param>
/// <param name="LimitProfit">The margin times the buy limit.</param>
/// <param name="Reach">The margin times the smaller of the buy limit and a sixth of the thinner side's pieces in 24 hours.</param>
/// <param name="Age">How many seconds ago the older of the two sides traded.</param>
/// <param name="Vol1h">The pieces of both sides in the newest 12 windows of five minutes.</param>
/// <param name="Vol24h">The pieces of both sides in the newest 288 windows of five minutes.</param>
/// <param name="Vol24hPartial">True while windows are missing, so that the volumes of the day are lower bounds.</param>
/// <param name="Thin24h">The pieces in 24 hours of the side that traded less.</param>
/// <param name="Value24h">The sum of price × pieces in 24 hours.</param>
/// <param name="Avg24h">The traded value divided by the pieces traded.</param>
/// <param name="Change24h">The average price of the newest hour against that of 24 hours before, in percent.</param>
/// <param name="Change7d">The average price of the newest hour against that of 7 days before, in percent.</param>
/// <param name="Move">The size of the change over 24 hours, in percent.</param>
/// <param name="Alch">What the spell High Level Alchemy pays.</param>
/// <param name="AlchProfit">High alchemy − instant-sell − instant-buy of a nature rune.</param>
/// <param name="Spark">The average price in each of the newest 28 windows of six hours, oldest first.</param>
public sealed record StatsJson(
    long? High,
    long? Low,
    long? Limit,
    DateTime? Traded,
    long? Margin,
    long? Tax,
    decimal? Roi,
    long? LimitProfit,
    long? Reach,
    long? Age,
    [property: JsonPropertyName("vol_1h")] long? Vol1h,
    [property: JsonPropertyName("vol_24h")] long? Vol24h,
    [property: JsonPropertyName("vol_24h_partial")] bool Vol24hPartial,
    [property: JsonPropertyName("thin_24h")] long? Thin24h,
    [property: JsonPropertyName("value_24h")] long? Value24h,
    [property: JsonPropertyName("avg_24h")] long? Avg24h,
    [property: JsonPropertyName("change_24h")] decimal? Change24h,
    [property: JsonPropertyName("change_7d")] decimal? Change7d,
    decimal? Move,
    long? Alch,
    long? AlchProfit,
    IReadOnlyList<long?>? Spark)
{
    public static StatsJson Of(ListedItem item, MarketView view)
    {
        return new(
            Value("high"), Value("low"), Value("limit"), Time(Value("traded")), Value("margin"), Value("tax"), Percent("roi"),
            Value("limit_profit"), Value("reach"), Value("age"), Value("vol_1h"), Value("vol_24h"), item.Trades.IsPartial24h,
            Value("thin_24h"), Value("value_24h"), Value("avg_24h"), Percent("change_24h"), Percent("change_7d"), Percent("move"),
            Value("alch"), Value("alch_profit"), item.Trades.Spark);

        long? Value(string key) => MarketColumns.Of(key).Of(item, view);

        decimal? Percent(string key) => Value(key) / 100m;
    }

    private static DateTime? Time(long? second) => second is { } time ? DateTimeOffset.FromUnixTimeSeconds(time).UtcDateTime : null;
}
