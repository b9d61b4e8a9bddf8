namespace PriceStream.Web.Prices;

/// <summary>
/// The newest price of an item: instant-buy (high) and instant-sell (low) in gp, each with the Unix second of its last trade.
/// A side that never traded is null in both its price and its time.
/// </summary>
public sealed record Price(int ItemId, long? High, long? HighTime, long? Low, long? LowTime)
{
    /// <summary>The Unix second of the later of the two trades; 0 if there was none.</summary>
    public long Time => Math.Max(HighTime ?? 0, LowTime ?? 0);

    public long? Margin => GeTax.MarginOf(High, Low);
}
