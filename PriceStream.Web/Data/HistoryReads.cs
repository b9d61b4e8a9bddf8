using Microsoft.EntityFrameworkCore;
using PriceStream.Web.Data.Sqlite;

namespace PriceStream.Web.Data;

/// <summary>The reads of one history, on one connection.</summary>
public sealed class HistoryReads(PriceStreamDb db) : IAsyncDisposable
{
    /// <summary>An item's windows of one width from a Unix second on, ascending, in one contiguous read.</summary>
    /// <param name="width">In seconds; 0 reads the item's ticks.</param>
    /// <param name="expected">About how many rows there are.</param>
    public List<HistoryRow> Read(int itemId, int width, long from, int expected = 0) =>
        HistoryStatements.Read(db.Database.GetDbConnection(), itemId, width, from, expected);

    /// <summary>An item's windows of one width that start from a Unix second on and before another, ascending.</summary>
    public List<HistoryRow> ReadBetween(int itemId, int width, long from, long to) =>
        HistoryStatements.ReadWindows(db.Database.GetDbConnection(), itemId, width, from, to);

    public ValueTask DisposeAsync() => db.DisposeAsync();
}
