namespace PriceStream.Web.Prices;

/// <summary>
/// The newest price of an item: instant-buy (high) and instant-sell (low) in gp, each with the Unix second of its last trade.
/// A side that never traded is null in both its price and its time.
/// </summary>
public sealed record Price(int ItemId, long? High, long? HighTime, long? Low, long? LowTime)
{
    /// <summary>The Unix second of the later of the two trades; 0 if there was none.</summary>
    public long Time => Math.Max(HighTime ?? 0, LowTime ?? 0);

    /// <summary>The profit of flipping one item under a rule of the tax, as <see cref="TaxRule.Margin"/> returns it.</summary>
    public long? MarginUnder(TaxRule tax) => tax.Margin(ItemId, High, Low);

    /// <summary>
    /// Merges two prices of an item, side by side: the newest trade time wins, and within the same second
    /// <paramref name="incoming"/> does.
    /// </summary>
    public static Price Newest(Price? known, Price incoming)
    {
        if (known is null)
        {
            return incoming;
        }

        var keepHigh = IsOlder(incoming.HighTime, known.HighTime);
        var keepLow = IsOlder(incoming.LowTime, known.LowTime);
        if (!keepHigh && !keepLow)
        {
            return incoming;
        }

        return new(
            incoming.ItemId,
            keepHigh ? known.High : incoming.High,
            keepHigh ? known.HighTime : incoming.HighTime,
            keepLow ? known.Low : incoming.Low,
            keepLow ? known.LowTime : incoming.LowTime);
    }

    private static bool IsOlder(long? time, long? known) => (time ?? 0) < (known ?? 0);
}
