namespace PriceStream.Web.Data.Writes;

/// <summary>
/// Deletes the windows of each width that start before a Unix second; with the width 0, ticks. An engine that partitions its tables
/// drops whole partitions and ignores the items.
/// </summary>
public sealed record Prune(IReadOnlyCollection<int> Items, IReadOnlyCollection<(int Width, long Before)> Limits) : StoreWrite
{
    public override long Bytes => Items.Count * sizeof(int);
}
