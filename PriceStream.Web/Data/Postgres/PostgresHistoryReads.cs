using Npgsql;

namespace PriceStream.Web.Data.Postgres;

/// <summary>The reads of one history, on one connection of the pool.</summary>
internal sealed class PostgresHistoryReads(NpgsqlConnection connection) : IHistoryReads
{
    public async ValueTask<List<HistoryRow>> ReadAsync(
        int itemId, int width, long from, int expected, CancellationToken cancellationToken) =>
        width == 0
            ? await HistoryStatements.ReadTicksAsync(connection, itemId, from, expected, cancellationToken)
            : await HistoryStatements.ReadWindowsAsync(connection, (itemId, width), (from, long.MaxValue), expected, cancellationToken);

    public async ValueTask<List<HistoryRow>> ReadBetweenAsync(
        int itemId, int width, long from, long before, CancellationToken cancellationToken) =>
        await HistoryStatements.ReadWindowsAsync(connection, (itemId, width), (from, before), 0, cancellationToken);

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
