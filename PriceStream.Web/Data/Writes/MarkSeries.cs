namespace PriceStream.Web.Data.Writes;

/// <summary>Marks an item's series as fetched.</summary>
/// <param name="Width">In seconds.</param>
/// <param name="At">The Unix second of the fetch.</param>
public sealed record MarkSeries(int ItemId, int Width, long At) : StoreWrite
{
    public override long Bytes => 64;

    public override bool NeedsLease => false;
}
