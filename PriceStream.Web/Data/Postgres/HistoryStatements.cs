using Npgsql;
using static PriceStream.Web.Data.Postgres.PostgresParameter;

namespace PriceStream.Web.Data.Postgres;

/// <summary>The site's hottest reads. An item's range is one index-only scan in each partition that the range touches.</summary>
internal static class HistoryStatements
{
    // Seconds, of milliseconds that it takes: a visitor waits, and the driver adds its own time for asking a server that hangs to cancel.
    private const int ReadTimeout = 4;

    public const string Ticks = "SELECT time, high, low FROM ticks WHERE item_id = $1 AND time >= $2 ORDER BY time";

    /// <summary>An item's windows in a range of time.</summary>
    public static string Windows(int width) => $"""
        SELECT time, high, low, high_volume, low_volume FROM {PostgresTable.Of(width).Name}
        WHERE item_id = $1 AND time >= $2 AND time < $3 ORDER BY time
        """;

    /// <summary>The windows of a range of items in a range of time.</summary>
    // OFFSET 0 keeps the subquery apart, so that each item's windows are sought instead of the whole table read.
    public static string WindowsOfItems(int width) => $"""
        SELECT items.item_id, given.* FROM items CROSS JOIN LATERAL (
            SELECT time, high, low, high_volume, low_volume FROM {PostgresTable.Of(width).Name} AS windows
            WHERE windows.item_id = items.item_id AND time >= $3 AND time < $4 ORDER BY time OFFSET 0) AS given
        WHERE items.item_id >= $1 AND items.item_id <= $2 ORDER BY items.item_id, given.time
        """;

    public static Task<List<HistoryRow>> ReadTicksAsync(
        NpgsqlConnection connection, int itemId, long from, int expected, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(Ticks, connection) { Parameters = { Of(itemId), Of(from) } };
        return ReadAsync(command, 0, expected, cancellationToken);
    }

    public static Task<List<HistoryRow>> ReadWindowsAsync(
        NpgsqlConnection connection, (int ItemId, int Width) series, (long From, long Before) range, int expected,
        CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(Windows(series.Width), connection)
        {
            Parameters = { Of(series.ItemId), Of(range.From), Of(range.Before) },
        };
        return ReadAsync(command, series.Width, expected, cancellationToken);
    }

    /// <param name="take">Called for each window, item by item, each ascending.</param>
    public static async Task ReadWindowsOfItemsAsync(
        NpgsqlConnection connection, (int First, int Last, int Width) items, (long From, long Before) range, Action<int, HistoryRow> take,
        CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(WindowsOfItems(items.Width), connection)
        {
            Parameters = { Of(items.First), Of(items.Last), Of(range.From), Of(range.Before) },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            take(reader.GetInt32(0), Row(reader, 1, items.Width));
        }
    }

    private static async Task<List<HistoryRow>> ReadAsync(
        NpgsqlCommand command, int width, int expected, CancellationToken cancellationToken)
    {
        await using var _ = command;
        command.CommandTimeout = ReadTimeout;
        var rows = new List<HistoryRow>(expected);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(Row(reader, 0, width));
        }

        return rows;
    }

    private static HistoryRow Row(NpgsqlDataReader reader, int first, int width)
    {
        var (time, high, low) = (reader.GetInt64(first), NumberOrNull(reader, first + 1), NumberOrNull(reader, first + 2));
        return width == 0 ? new(time, 0, high, low) : new(time, width, high, low, reader.GetInt64(first + 3), reader.GetInt64(first + 4));
    }

    private static long? NumberOrNull(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetInt64(column);
}
