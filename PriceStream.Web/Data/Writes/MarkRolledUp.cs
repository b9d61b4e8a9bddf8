namespace PriceStream.Web.Data.Writes;

/// <summary>Marks fetched windows as rolled up, each into windows of up to <c>Into</c> seconds.</summary>
public sealed record MarkRolledUp(IReadOnlyCollection<(int Width, long Time, int Into)> Windows) : StoreWrite
{
    private const int BytesEach = 32;

    public override long Bytes => Windows.Count * BytesEach;
}
