using PriceStream.Web.Data;

namespace PriceStream.Web.Market;

/// <summary>The current price of a listed item. It is read from its stored row and has the same fields as a price on its own.</summary>
/// <param name="ItemId">The item's id in the game.</param>
/// <param name="High">The newest instant-buy price in whole gp; null when no trade on this side is known.</param>
/// <param name="HighTime">When the item last traded at the high price, in Unix seconds.</param>
/// <param name="Low">The newest instant-sell price in whole gp; null when no trade on this side is known.</param>
/// <param name="LowTime">When the item last traded at the low price, in Unix seconds.</param>
/// <param name="Timestamp">The later of the two times, in UTC.</param>
public sealed record ItemPriceJson(int ItemId, long? High, long? HighTime, long? Low, long? LowTime, DateTime Timestamp)
{
    public static ItemPriceJson Of(LatestPriceRow row)
    {
        var newest = Math.Max(row.HighTime ?? 0, row.LowTime ?? 0);
        return new(row.ItemId, row.High, row.HighTime, row.Low, row.LowTime, DateTimeOffset.FromUnixTimeSeconds(newest).UtcDateTime);
    }
}
