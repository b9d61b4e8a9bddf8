namespace PriceStream.Web.Data.Writes;

/// <summary>Forgets that any series has been fetched.</summary>
public sealed record ForgetSeries : StoreWrite
{
    public override long Bytes => 32;
}
