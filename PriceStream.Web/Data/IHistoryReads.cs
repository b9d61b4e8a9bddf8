namespace PriceStream.Web.Data;

/// <summary>The reads of one history, on one connection.</summary>
public interface IHistoryReads : IAsyncDisposable
{
    /// <summary>An item's windows of one width from a Unix second on, ascending.</summary>
    /// <param name="width">In seconds; 0 reads the item's ticks.</param>
    /// <param name="expected">About how many rows there are.</param>
    ValueTask<List<HistoryRow>> ReadAsync(int itemId, int width, long from, int expected, CancellationToken cancellationToken);

    /// <summary>An item's windows of one width that start from a Unix second on and before another, ascending.</summary>
    ValueTask<List<HistoryRow>> ReadBetweenAsync(int itemId, int width, long from, long before, CancellationToken cancellationToken);
}
