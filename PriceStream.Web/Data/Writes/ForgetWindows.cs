namespace PriceStream.Web.Data.Writes;

/// <summary>Forgets the fetched windows of each width that start before a Unix second.</summary>
public sealed record ForgetWindows(IReadOnlyCollection<(int Width, long Before)> Limits) : StoreWrite
{
    private const int BytesEach = 32;

    public override long Bytes => Limits.Count * BytesEach;
}
