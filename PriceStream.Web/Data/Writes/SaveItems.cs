namespace PriceStream.Web.Data.Writes;

/// <summary>Adds these items, or updates those that are known. Other items stay.</summary>
public sealed record SaveItems(IReadOnlyList<ItemRow> Items) : StoreWrite
{
    private const int BytesEach = 300;

    public override long Bytes => Items.Count * BytesEach;
}
