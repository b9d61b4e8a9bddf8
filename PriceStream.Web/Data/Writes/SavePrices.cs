namespace PriceStream.Web.Data.Writes;

/// <summary>
/// Stores newest prices, and each new side as a tick. A stored price stays on a side on which it is newer. Both sides of a tick may be
/// reported apart: each report fills its own side.
/// </summary>
public sealed record SavePrices(IReadOnlyList<PriceUpdate> Updates) : StoreWrite
{
    private const int BytesEach = 80;

    public override long Bytes => Updates.Count * BytesEach;

    public override int Rows => Updates.Count;
}
