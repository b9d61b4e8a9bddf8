using PriceStream.Web.Data;

namespace PriceStream.Web.History;

/// <summary>The reads of one item's history.</summary>
internal sealed class ItemReads(IHistoryReads reads, int itemId, CancellationToken cancellationToken)
{
    /// <summary>The rows of one resolution from a Unix second on, ascending.</summary>
    /// <param name="expected">About how many there are.</param>
    public ValueTask<List<HistoryRow>> ReadAsync(Resolution resolution, long from, int expected = 0) =>
        reads.ReadAsync(itemId, resolution.Seconds, from, expected, cancellationToken);

    /// <summary>The windows of one resolution that start from a Unix second on and before another, ascending.</summary>
    public ValueTask<List<HistoryRow>> ReadBetweenAsync(Resolution resolution, long from, long to) =>
        reads.ReadBetweenAsync(itemId, resolution.Seconds, from, to, cancellationToken);
}
