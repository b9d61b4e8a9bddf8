namespace PriceStream.Web.Prices;

/// <summary>The current price of an item. An unknown value is null, never 0.</summary>
/// <param name="ItemId">The item's id in the game.</param>
/// <param name="High">The newest instant-buy price in whole gp; null when no trade on this side is known.</param>
/// <param name="HighTime">When the item last traded at the high price, in Unix seconds.</param>
/// <param name="Low">The newest instant-sell price in whole gp; null when no trade on this side is known.</param>
/// <param name="LowTime">When the item last traded at the low price, in Unix seconds.</param>
/// <param name="Timestamp">The later of the two times, in UTC.</param>
public sealed record PriceJson(int ItemId, long? High, long? HighTime, long? Low, long? LowTime, DateTime Timestamp)
{
    // A DateTime in UTC, because JSON writes that with a Z.
    public static PriceJson Of(Price price) =>
        new(price.ItemId, price.High, price.HighTime, price.Low, price.LowTime, DateTimeOffset.FromUnixTimeSeconds(price.Time).UtcDateTime);
}
