namespace PriceStream.Web.Data;

/// <summary>A whole series of one item that has been fetched from the upstream, and the Unix second of the fetch.</summary>
public sealed class FetchedSeriesRow
{
    public int ItemId { get; set; }
    public int Step { get; set; }
    public long FetchedAt { get; set; }
}
