using System.Data.Common;

namespace PriceStream.Web.Data.Sqlite;

/// <summary>SQLite's statement that reads the windows of a range of items.</summary>
internal static class RecentStatements
{
    // CROSS JOIN fixes the order of the tables: SQLite seeks each item's windows instead of reading the whole table.
    private const string Windows = """
        SELECT items.item_id, time, high, low, high_volume, low_volume FROM items CROSS JOIN windows
        WHERE items.item_id >= $first AND items.item_id <= $last
            AND windows.item_id = items.item_id AND step = $step AND time >= $from AND time < $to
        ORDER BY items.item_id, time
        """;

    public static void Read(
        DbConnection connection, int firstItem, int lastItem, int width, long from, long to, Action<int, HistoryRow> take)
    {
        using var windows = new SqliteStatement(connection, Windows, "$first", "$last", "$step", "$from", "$to");
        for (windows.Bind(firstItem, lastItem, width, from, to); windows.Step();)
        {
            var row = new HistoryRow(
                windows.Number(1), width, windows.NumberOrNull(2), windows.NumberOrNull(3), windows.Number(4), windows.Number(5));
            take((int)windows.Number(0), row);
        }
    }
}
