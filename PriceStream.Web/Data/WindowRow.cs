namespace PriceStream.Web.Data;

/// <summary>
/// An item's trades in the window of <see cref="Step"/> seconds that starts at <see cref="Time"/> (Unix seconds): the average price per
/// piece in gp, weighted by volume, and the pieces traded. A side without a trade has no price and volume 0.
/// </summary>
public sealed class WindowRow
{
    public int ItemId { get; set; }
    public int Step { get; set; }
    public long Time { get; set; }
    public long? High { get; set; }
    public long? Low { get; set; }
    public long HighVolume { get; set; }
    public long LowVolume { get; set; }

    /// <summary>True for a window that this site rolled up from narrower ones; the upstream's own window replaces it.</summary>
    public bool RolledUp { get; set; }
}
