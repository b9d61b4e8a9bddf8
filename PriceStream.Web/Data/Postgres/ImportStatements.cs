using Npgsql;
using PriceStream.Web.Data.Writes;
using static PriceStream.Web.Data.Postgres.PostgresParameter;

namespace PriceStream.Web.Data.Postgres;

/// <summary>Records which bulk windows and series have been fetched.</summary>
internal static class ImportStatements
{
    private const string UpsertWindow = """
        INSERT INTO fetched_windows (step, time, items, rolled_into) VALUES ($1, $2, $3, 0)
        ON CONFLICT (step, time) DO UPDATE SET items = excluded.items, rolled_into = 0
        """;

    private const string RollUp = """
        UPDATE fetched_windows SET rolled_into = given.into_width
        FROM unnest($1, $2, $3) AS given (width, start, into_width) WHERE step = given.width AND time = given.start
        """;

    private const string Forget = """
        DELETE FROM fetched_windows USING unnest($1, $2) AS given (width, before) WHERE step = given.width AND time < given.before
        """;

    private const string UpsertSeries = """
        INSERT INTO fetched_series (item_id, step, fetched_at) VALUES ($1, $2, $3)
        ON CONFLICT (item_id, step) DO UPDATE SET fetched_at = excluded.fetched_at
        """;

    public static NpgsqlBatchCommand Mark(MarkWindow write) =>
        new(UpsertWindow) { Parameters = { Of(write.Width), Of(write.Time), Of(write.Items) } };

    public static NpgsqlBatchCommand Mark(MarkRolledUp write)
    {
        // Of two marks of one window the last counts.
        var windows = write.Windows.GroupBy(window => (window.Width, window.Time)).Select(same => same.Last())
            .OrderBy(window => (window.Width, window.Time)).ToList();
        return new(RollUp)
        {
            Parameters =
            {
                Column(windows, window => window.Width), Column(windows, window => window.Time), Column(windows, window => window.Into),
            },
        };
    }

    public static NpgsqlBatchCommand Mark(MarkSeries write) =>
        new(UpsertSeries) { Parameters = { Of(write.ItemId), Of(write.Width), Of(write.At) } };

    public static NpgsqlBatchCommand ForgetWindows(ForgetWindows write) =>
        new(Forget) { Parameters = { Column(write.Limits, limit => limit.Width), Column(write.Limits, limit => limit.Before) } };

    public static NpgsqlBatchCommand ForgetSeries() => new("DELETE FROM fetched_series");
}
