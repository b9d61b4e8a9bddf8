using PriceStream.Web.Data.Writes;

namespace PriceStream.Web.Data;

/// <summary>Stores windows and deletes old rows. Every write is an upsert or a delete, so it may run twice without harm.</summary>
public sealed class WindowStore(IPriceStore store, Outbox outbox)
{
    /// <summary>Stores windows of any items in one transaction. A bulk window replaces any other, another only a rolled-up one.</summary>
    public Task SaveAsync(
        IReadOnlyCollection<(int ItemId, HistoryRow Window)> windows, WindowOrigin origin, CancellationToken cancellationToken) =>
        outbox.SaveAsync(new SaveWindows(windows, origin), cancellationToken);

    /// <summary>The windows of <paramref name="width"/> seconds of a range of items, both ends included, in a range of time.</summary>
    /// <param name="from">The first Unix second.</param>
    /// <param name="to">The Unix second after the last.</param>
    public Task<List<(int ItemId, HistoryRow Window)>> ReadAsync(
        int firstItem, int lastItem, int width, long from, long to, CancellationToken cancellationToken) =>
        store.ReadWindowsAsync(firstItem, lastItem, width, from, to, cancellationToken);

    /// <summary>Reads the windows of <paramref name="width"/> seconds of all items, item by item, each ascending.</summary>
    /// <param name="from">The first Unix second.</param>
    /// <param name="to">The Unix second after the last.</param>
    /// <param name="take">Called for each window, with its item.</param>
    public Task ReadAllAsync(int width, long from, long to, Action<int, HistoryRow> take, CancellationToken cancellationToken) =>
        store.ReadAllWindowsAsync(width, from, to, take, cancellationToken);

    /// <summary>Deletes these items' windows of one width that start before a Unix second; with the width 0, their ticks.</summary>
    /// <returns>How many rows were deleted.</returns>
    public Task<int> PruneAsync(
        IReadOnlyCollection<int> items, IReadOnlyCollection<(int Width, long Before)> limits, CancellationToken cancellationToken) =>
        outbox.PruneAsync(new Prune(items, limits), cancellationToken);
}
