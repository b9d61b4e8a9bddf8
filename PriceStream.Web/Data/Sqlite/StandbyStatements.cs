namespace PriceStream.Web.Data.Sqlite;

/// <summary>SQLite's statements for the database in memory, and between it (attached as <c>standby</c>) and the file.</summary>
internal static class StandbyStatements
{
    /// <summary>Forgets everything but the catalogue and the newest prices.</summary>
    public const string Forget = "DELETE FROM ticks; DELETE FROM windows; DELETE FROM fetched_windows; DELETE FROM fetched_series";

    /// <summary>How many prices and windows are buffered.</summary>
    public const string Count = "SELECT (SELECT count(*) FROM standby.ticks) + (SELECT count(*) FROM standby.windows)";

    /// <summary>Copies the catalogue and the newest prices from the file.</summary>
    public const string Fill = """
        BEGIN;
        DELETE FROM standby.items;
        INSERT INTO standby.items SELECT * FROM main.items;
        DELETE FROM standby.latest_prices;
        INSERT INTO standby.latest_prices SELECT * FROM main.latest_prices;
        COMMIT
        """;

    /// <summary>Stores a newest price unless a newer one is there.</summary>
    public const string Keep = $"INSERT INTO latest_prices VALUES ($item, $high, $highTime, $low, $lowTime) {NewerStays}";

    /// <summary>Copies everything into the file by the same rules as other writes: of two rows, the stronger stays.</summary>
    public const string Merge = $"""
        BEGIN IMMEDIATE;
        INSERT OR REPLACE INTO main.items SELECT * FROM standby.items;
        INSERT INTO main.latest_prices SELECT * FROM standby.latest_prices WHERE true {NewerStays};
        INSERT INTO main.ticks SELECT * FROM standby.ticks WHERE true
            ON CONFLICT (item_id, time) DO UPDATE SET high = coalesce(excluded.high, high), low = coalesce(excluded.low, low);
        INSERT INTO main.windows SELECT * FROM standby.windows WHERE true
            ON CONFLICT (item_id, step, time) DO UPDATE SET
                high = excluded.high, low = excluded.low,
                high_volume = excluded.high_volume, low_volume = excluded.low_volume, rolled_up = excluded.rolled_up
            WHERE rolled_up OR NOT excluded.rolled_up;
        INSERT OR REPLACE INTO main.fetched_windows SELECT * FROM standby.fetched_windows;
        INSERT OR REPLACE INTO main.fetched_series SELECT * FROM standby.fetched_series;
        COMMIT;
        PRAGMA wal_checkpoint(PASSIVE)
        """;

    private const string NewerStays = """
        ON CONFLICT (item_id) DO UPDATE SET
            high = iif(coalesce(excluded.high_time, 0) >= coalesce(high_time, 0), excluded.high, high),
            high_time = nullif(max(coalesce(excluded.high_time, 0), coalesce(high_time, 0)), 0),
            low = iif(coalesce(excluded.low_time, 0) >= coalesce(low_time, 0), excluded.low, low),
            low_time = nullif(max(coalesce(excluded.low_time, 0), coalesce(low_time, 0)), 0)
        """;
}
