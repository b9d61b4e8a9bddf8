namespace PriceStream.Web.Data;

/// <summary>A whole series of one item that has been fetched from the upstream, and the Unix second at which it was.</summary>
public sealed class FetchedSeriesRow
{
    public int ItemId { get; set; }
    public int Step { get; set; }
    public long FetchedAt { get; set; }
}
