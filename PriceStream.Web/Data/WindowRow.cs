namespace PriceStream.Web.Data;

/// <summary>
/// What an item traded in the window of <see cref="Step"/> seconds that starts at <see cref="Time"/> (Unix seconds): gp a piece, averaged
/// by volume, and pieces. A side without a trade has no price and the volume 0.
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

    /// <summary>Merged here from narrower windows, until the upstream sends its own.</summary>
    public bool RolledUp { get; set; }
}
