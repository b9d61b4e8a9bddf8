using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using PriceStream.Web.Data;
using PriceStream.Web.Data.Sqlite;

namespace PriceStream.Web.History;

/// <summary>
/// Reads what is stored of an item's past, each series in one contiguous read. These are the site's hottest queries, so they are
/// SQLite's own statements on EF Core's connection.
/// </summary>
public sealed class HistoryReader(IDbContextFactory<PriceStreamDb> databases)
{
    private const string Ticks = "SELECT time, high, low FROM ticks WHERE item_id = $item AND time >= $from ORDER BY time";
    private const string Windows = "SELECT time, high, low, high_volume, low_volume FROM windows WHERE item_id = $item AND step = $step AND time >= $from ORDER BY time";

    /// <summary>
    /// All rows that make the period, ascending, none of them telling what another tells: the windows of the period's series; where it
    /// has none, those of the next wider one; and after its end the narrower ones, down to the ticks. Null for an item that the catalogue
    /// does not have.
    /// </summary>
    public async Task<IReadOnlyList<HistoryRow>?> ReadAsync(int itemId, ChartPeriod period, long now, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Database.OpenConnectionAsync(cancellationToken);
        var connection = db.Database.GetDbConnection();
        if (!Exists(connection, itemId))
        {
            return null;
        }

        var from = period.From(now);
        var rows = Read(connection, itemId, period.Resolution, from, CountOf(period, from, now));
        if (period.Resolution.Wider is { } wider && !IsFull(rows, period.Resolution, from, now))
        {
            rows = Fill(rows, Read(connection, itemId, wider, from), wider);
        }

        foreach (var narrower in Resolution.All.Reverse().SkipWhile(resolution => resolution != period.Resolution).Skip(1))
        {
            rows.AddRange(Read(connection, itemId, narrower, Math.Max(from, EndOf(rows))));
        }

        return rows;
    }

    // A series whose every closed window has a row has nothing to fill: the usual case of what trades all the time.
    private static bool IsFull(List<HistoryRow> rows, Resolution resolution, long from, long now) =>
        resolution.Seconds > 0 && rows.Count >= (now - from) / resolution.Seconds;

    // With a little room for what the narrower series add.
    private static int CountOf(ChartPeriod period, long from, long now) =>
        period.Resolution.Seconds > 0 && period.Length is not null ? (int)((now - from) / period.Resolution.Seconds) + 16 : 0;

    /// <summary>Adds the wide windows within which there is no narrow row.</summary>
    private static List<HistoryRow> Fill(List<HistoryRow> narrow, List<HistoryRow> wide, Resolution wider)
    {
        if (wide.Count == 0)
        {
            return narrow;
        }

        var filled = new List<HistoryRow>(narrow.Count + wide.Count);
        var next = 0;
        foreach (var window in wide)
        {
            while (next < narrow.Count && narrow[next].Time < window.Time)
            {
                filled.Add(narrow[next++]);
            }

            if (next == narrow.Count || narrow[next].Time >= window.Time + wider.Seconds)
            {
                filled.Add(window);
            }
        }

        filled.AddRange(narrow[next..]);
        return filled;
    }

    private static long EndOf(List<HistoryRow> rows) => rows.Count == 0 ? 0 : rows[^1].End;

    private static bool Exists(DbConnection connection, int itemId)
    {
        using var statement = new SqliteStatement(connection, "SELECT 1 FROM items WHERE item_id = $item", "$item");
        statement.Bind(itemId);
        return statement.Step();
    }

    /// <param name="expected">About how many rows there are.</param>
    private static List<HistoryRow> Read(DbConnection connection, int itemId, Resolution resolution, long from, int expected = 0)
    {
        var rows = new List<HistoryRow>(expected);
        if (resolution == Resolution.Ticks)
        {
            using var ticks = new SqliteStatement(connection, Ticks, "$item", "$from");
            for (ticks.Bind(itemId, from); ticks.Step();)
            {
                rows.Add(new(ticks.Number(0), 0, ticks.NumberOrNull(1), ticks.NumberOrNull(2)));
            }

            return rows;
        }

        using var windows = new SqliteStatement(connection, Windows, "$item", "$step", "$from");
        for (windows.Bind(itemId, resolution.Seconds, from); windows.Step();)
        {
            rows.Add(new(windows.Number(0), resolution.Seconds, windows.NumberOrNull(1), windows.NumberOrNull(2), windows.Number(3), windows.Number(4)));
        }

        return rows;
    }
}
