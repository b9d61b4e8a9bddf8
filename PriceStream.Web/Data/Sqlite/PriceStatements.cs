namespace PriceStream.Web.Data.Sqlite;

/// <summary>The hot write: SQLite's statements for the newest prices and their ticks.</summary>
internal static class PriceStatements
{
    // On each side the newer trade stays, so that what was buffered, or is written twice, never replaces a newer price.
    private const string UpsertLatest = """
        INSERT INTO latest_prices (item_id, high, high_time, low, low_time) VALUES ($item, $high, $highTime, $low, $lowTime)
        ON CONFLICT (item_id) DO UPDATE SET
            high = iif(coalesce(excluded.high_time, 0) >= coalesce(high_time, 0), excluded.high, high),
            high_time = nullif(max(coalesce(excluded.high_time, 0), coalesce(high_time, 0)), 0),
            low = iif(coalesce(excluded.low_time, 0) >= coalesce(low_time, 0), excluded.low, low),
            low_time = nullif(max(coalesce(excluded.low_time, 0), coalesce(low_time, 0)), 0)
        """;

    // Both sides of an item may trade in the same second but be reported apart: each report fills its own side.
    private const string UpsertTick = """
        INSERT INTO ticks (item_id, time, high, low) VALUES ($item, $time, $high, $low)
        ON CONFLICT (item_id, time) DO UPDATE SET high = coalesce(excluded.high, high), low = coalesce(excluded.low, low)
        """;

    public static void Save(WriteTransaction write, IEnumerable<PriceUpdate> updates)
    {
        var latest = write.Prepare(UpsertLatest, "$item", "$high", "$highTime", "$low", "$lowTime");
        var tick = write.Prepare(UpsertTick, "$item", "$time", "$high", "$low");
        foreach (var (id, high, highTime, low, lowTime, highIsNew, lowIsNew) in updates)
        {
            latest.Execute(id, high, highTime, low, lowTime);
            var sameSecond = highIsNew && lowIsNew && lowTime == highTime;
            if (highIsNew)
            {
                tick.Execute(id, highTime, high, sameSecond ? low : null);
            }

            if (lowIsNew && !sameSecond)
            {
                tick.Execute(id, lowTime, null, low);
            }
        }
    }
}
