using Npgsql;
using static PriceStream.Web.Data.Postgres.PostgresParameter;

namespace PriceStream.Web.Data.Postgres;

/// <summary>Stores windows, each width in its own table.</summary>
internal static class WindowStatements
{
    private const string Replace = """
        high = excluded.high, low = excluded.low,
            high_volume = excluded.high_volume, low_volume = excluded.low_volume, rolled_up = excluded.rolled_up
        """;

    // A row that stays as it is keeps its page visible to all, which an index-only scan needs.
    private const string IfChanged = """
        (stored.high, stored.low, stored.high_volume, stored.low_volume, stored.rolled_up)
            IS DISTINCT FROM (excluded.high, excluded.low, excluded.high_volume, excluded.low_volume, excluded.rolled_up)
        """;

    // A window from the upstream replaces a rolled-up one. A window of an item's series never replaces a bulk window: it only adds a side
    // that is missing there, because that side was refused when the window was stored.
    private const string ReplaceOfSeries = """
        high = CASE WHEN stored.rolled_up OR stored.high IS NULL THEN excluded.high ELSE stored.high END,
            high_volume = CASE WHEN stored.rolled_up OR stored.high IS NULL THEN excluded.high_volume ELSE stored.high_volume END,
            low = CASE WHEN stored.rolled_up OR stored.low IS NULL THEN excluded.low ELSE stored.low END,
            low_volume = CASE WHEN stored.rolled_up OR stored.low IS NULL THEN excluded.low_volume ELSE stored.low_volume END,
            rolled_up = false
        """;

    private const string IfSideIsMissing = """
        stored.rolled_up OR (stored.high IS NULL AND excluded.high IS NOT NULL) OR (stored.low IS NULL AND excluded.low IS NOT NULL)
        """;

    public static IEnumerable<NpgsqlBatchCommand> Save(IReadOnlyCollection<(int ItemId, HistoryRow Window)> windows, WindowOrigin origin)
    {
        foreach (var ofWidth in windows.GroupBy(window => window.Window.Width).OrderBy(same => same.Key))
        {
            var rows = Distinct(ofWidth, origin);
            var isRolledUp = origin == WindowOrigin.RolledUp;
            yield return new(Upsert(PostgresTable.Of(ofWidth.Key), origin))
            {
                Parameters =
                {
                    Column(rows, row => row.ItemId), Column(rows, row => row.Window.Time),
                    Column(rows, row => row.Window.High), Column(rows, row => row.Window.Low),
                    Column(rows, row => row.Window.HighVolume), Column(rows, row => row.Window.LowVolume),
                    new NpgsqlParameter<bool> { TypedValue = isRolledUp },
                },
            };
        }
    }

    private static string Upsert(PostgresTable table, WindowOrigin origin)
    {
        var (replace, condition) = origin switch
        {
            WindowOrigin.Bulk => (Replace, IfChanged),
            WindowOrigin.Series => (ReplaceOfSeries, IfSideIsMissing),
            _ => (Replace, "stored.rolled_up AND " + IfChanged),
        };
        return $"""
            INSERT INTO {table.Name} AS stored (item_id, time, high, low, high_volume, low_volume, rolled_up)
            SELECT given.*, $7 FROM unnest($1, $2, $3, $4, $5, $6) AS given
            ON CONFLICT (item_id, time) DO UPDATE SET {replace}
            WHERE {condition}
            """;
    }

    // One statement may not update a row twice. In the order of the keys, so that two writers lock rows in the same order.
    private static List<(int ItemId, HistoryRow Window)> Distinct(IEnumerable<(int ItemId, HistoryRow Window)> windows, WindowOrigin origin)
    {
        var distinct = new Dictionary<(int ItemId, long Time), HistoryRow>();
        foreach (var (item, window) in windows)
        {
            var key = (item, window.Time);
            distinct[key] = origin == WindowOrigin.Series && distinct.TryGetValue(key, out var first) ? Fill(first, window) : window;
        }

        return [.. distinct.OrderBy(window => window.Key).Select(window => (window.Key.ItemId, window.Value))];
    }

    private static HistoryRow Fill(HistoryRow first, HistoryRow other) => first with
    {
        High = first.High ?? other.High,
        HighVolume = first.High is null ? other.HighVolume : first.HighVolume,
        Low = first.Low ?? other.Low,
        LowVolume = first.Low is null ? other.LowVolume : first.LowVolume,
    };
}
