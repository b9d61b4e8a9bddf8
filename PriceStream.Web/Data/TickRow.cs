namespace PriceStream.Web.Data;

/// <summary>One trade seen by a poll, at its Unix second; a side that did not trade then is null.</summary>
public sealed class TickRow
{
    public int ItemId { get; set; }
    public long Time { get; set; }
    public long? High { get; set; }
    public long? Low { get; set; }
}
