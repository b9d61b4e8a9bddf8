namespace PriceStream.Web.Data;

/// <summary>What changed, at the Unix second of the trade; the side that did not trade then is null.</summary>
public sealed class TickRow
{
    public int ItemId { get; set; }
    public long Time { get; set; }
    public long? High { get; set; }
    public long? Low { get; set; }
}
