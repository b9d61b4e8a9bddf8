namespace PriceStream.Web.Data;

/// <summary>The newest known price of an item: gp and the Unix second of each side's last trade; null for a side without one.</summary>
public sealed class LatestPriceRow
{
    public int ItemId { get; set; }
    public long? High { get; set; }
    public long? HighTime { get; set; }
    public long? Low { get; set; }
    public long? LowTime { get; set; }
}
