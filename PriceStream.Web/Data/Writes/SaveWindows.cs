namespace PriceStream.Web.Data.Writes;

/// <summary>
/// Stores windows of any items. A bulk window replaces any other. A window of an item's series replaces a rolled-up one, and adds a side
/// that a bulk window lacks. A rolled-up window replaces only another rolled-up one.
/// </summary>
public sealed record SaveWindows(IReadOnlyCollection<(int ItemId, HistoryRow Window)> Windows, WindowOrigin Origin) : StoreWrite
{
    private const int BytesEach = 80;

    public override long Bytes => Windows.Count * BytesEach;

    public override int Rows => Windows.Count;

    // Every instance fetches the series of the items that its own visitors view. It never replaces a window of all items.
    public override bool NeedsLease => Origin != WindowOrigin.Series;
}
