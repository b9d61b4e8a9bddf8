namespace PriceStream.Web.Data;

/// <summary>A series of one item that the source has told whole, and the Unix second at which it did.</summary>
public sealed class FetchedSeriesRow
{
    public int ItemId { get; set; }
    public int Step { get; set; }
    public long FetchedAt { get; set; }
}
