using System.Data.Common;

namespace PriceStream.Web.Data.Sqlite;

/// <summary>The site's hottest reads: SQLite's own statements on EF Core's connection.</summary>
internal static class HistoryStatements
{
    private const string Ticks = "SELECT time, high, low FROM ticks WHERE item_id = $item AND time >= $from ORDER BY time";

    private const string Windows = """
        SELECT time, high, low, high_volume, low_volume FROM windows
        WHERE item_id = $item AND step = $step AND time >= $from AND time < $to ORDER BY time
        """;

    public static List<HistoryRow> Read(DbConnection connection, int itemId, int width, long from, int expected) => width == 0
        ? ReadTicks(connection, itemId, from, expected)
        : ReadWindows(connection, itemId, width, from, long.MaxValue, expected);

    private static List<HistoryRow> ReadTicks(DbConnection connection, int itemId, long from, int expected)
    {
        var rows = new List<HistoryRow>(expected);
        using var ticks = new SqliteStatement(connection, Ticks, "$item", "$from");
        for (ticks.Bind(itemId, from); ticks.Step();)
        {
            rows.Add(new(ticks.Number(0), 0, ticks.NumberOrNull(1), ticks.NumberOrNull(2)));
        }

        return rows;
    }

    public static List<HistoryRow> ReadWindows(
        DbConnection connection, int itemId, int width, long from, long to, int expected = 0)
    {
        var rows = new List<HistoryRow>(expected);
        using var windows = new SqliteStatement(connection, Windows, "$item", "$step", "$from", "$to");
        for (windows.Bind(itemId, width, from, to); windows.Step();)
        {
            rows.Add(new(windows.Number(0), width, windows.NumberOrNull(1), windows.NumberOrNull(2), windows.Number(3), windows.Number(4)));
        }

        return rows;
    }
}
