using Microsoft.Data.Sqlite;

namespace PriceStream.Web.Data.Sqlite;

/// <summary>Reads one history, each of its rows in one contiguous read.</summary>
internal sealed class SqliteHistoryReads(SqliteConnection connection) : IHistoryReads
{
    public ValueTask<List<HistoryRow>> ReadAsync(int itemId, int width, long from, int expected, CancellationToken cancellationToken) =>
        new(HistoryStatements.Read(connection, itemId, width, from, expected));

    public ValueTask<List<HistoryRow>> ReadBetweenAsync(
        int itemId, int width, long from, long before, CancellationToken cancellationToken) =>
        new(HistoryStatements.ReadWindows(connection, itemId, width, from, before));

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
