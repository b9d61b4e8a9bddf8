using Microsoft.EntityFrameworkCore;
using PriceStream.Web.Data.Sqlite;

namespace PriceStream.Web.Data;

/// <summary>Stores windows and deletes old rows. Every write is an upsert or a delete, so it may run twice without harm.</summary>
public sealed class WindowStore(IDbContextFactory<PriceStreamDb> databases, DatabaseWriter writer)
{
    /// <summary>Stores windows of any items in one transaction. A bulk window replaces any other, another only a rolled-up one.</summary>
    public Task SaveAsync(
        IReadOnlyCollection<(int ItemId, HistoryRow Window)> windows, WindowOrigin origin, CancellationToken cancellationToken) =>
        writer.WriteAsync(write => WindowStatements.Save(write, windows, origin), cancellationToken);

    /// <summary>The windows of <paramref name="width"/> seconds of a range of items, both ends included, in a range of time.</summary>
    /// <param name="from">The first Unix second.</param>
    /// <param name="to">The Unix second after the last.</param>
    public async Task<List<(int ItemId, HistoryRow Window)>> ReadAsync(
        int firstItem, int lastItem, int width, long from, long to, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        // Starts from the items, so that SQLite seeks each item's windows instead of reading all of them.
        var query = from item in db.Items
                    from window in db.Windows
                    where item.ItemId >= firstItem && item.ItemId <= lastItem
                        && window.ItemId == item.ItemId && window.Step == width && window.Time >= @from && window.Time < to
                    select window;
        var rows = await query.AsNoTracking().ToListAsync(cancellationToken);
        return rows.ConvertAll(row => (row.ItemId, new HistoryRow(row.Time, row.Step, row.High, row.Low, row.HighVolume, row.LowVolume)));
    }

    /// <summary>Reads the windows of <paramref name="width"/> seconds of all items, item by item, each ascending.</summary>
    /// <param name="from">The first Unix second.</param>
    /// <param name="to">The Unix second after the last.</param>
    /// <param name="take">Called for each window, with its item.</param>
    public async Task ReadAllAsync(int width, long from, long to, Action<int, HistoryRow> take, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Database.OpenConnectionAsync(cancellationToken);
        RecentStatements.Read(db.Database.GetDbConnection(), width, from, to, take);
    }

    /// <summary>Deletes these items' windows of one width that start before a Unix second; with the width 0, their ticks.</summary>
    /// <returns>How many rows were deleted.</returns>
    public async Task<int> PruneAsync(
        IReadOnlyCollection<int> items, IReadOnlyCollection<(int Width, long Before)> limits, CancellationToken cancellationToken)
    {
        var deleted = 0;
        await writer.WriteAsync(write => { deleted = WindowStatements.Prune(write, items, limits); }, cancellationToken);
        return deleted;
    }
}
