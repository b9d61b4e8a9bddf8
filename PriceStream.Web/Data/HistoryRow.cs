namespace PriceStream.Web.Data;

/// <summary>
/// A stored row of an item's past, at its Unix second: a window of <paramref name="Width"/> seconds at its start, or a tick (width 0) at
/// its trade time. A side without a trade has no price.
/// </summary>
public readonly record struct HistoryRow(long Time, int Width, long? High, long? Low, long HighVolume = 0, long LowVolume = 0)
{
    public bool IsTick => Width == 0;

    public long End => Time + Width;
}
