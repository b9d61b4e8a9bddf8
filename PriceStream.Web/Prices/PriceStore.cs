using PriceStream.Web.Data.Sqlite;

namespace PriceStream.Web.Prices;

/// <summary>The hot write: the newest prices and their ticks.</summary>
internal static class PriceStore
{
    private const string UpsertLatest = """
        INSERT INTO latest_prices (item_id, high, high_time, low, low_time) VALUES ($item, $high, $highTime, $low, $lowTime)
        ON CONFLICT (item_id) DO UPDATE SET high = excluded.high, high_time = excluded.high_time, low = excluded.low, low_time = excluded.low_time
        """;

    // Both sides of an item may trade in the same second but be reported apart: the row takes whichever side it is given.
    private const string UpsertTick = """
        INSERT INTO ticks (item_id, time, high, low) VALUES ($item, $time, $high, $low)
        ON CONFLICT (item_id, time) DO UPDATE SET high = coalesce(excluded.high, high), low = coalesce(excluded.low, low)
        """;

    /// <summary>Stores the newest prices and their ticks, all or nothing.</summary>
    public static Task SaveAsync(DatabaseWriter writer, IReadOnlyList<PriceChange> changes, CancellationToken cancellationToken) => writer.WriteAsync(write =>
    {
        var latest = write.Prepare(UpsertLatest, "$item", "$high", "$highTime", "$low", "$lowTime");
        var tick = write.Prepare(UpsertTick, "$item", "$time", "$high", "$low");
        foreach (var ((id, high, highTime, low, lowTime), highIsNew, lowIsNew) in changes)
        {
            latest.Execute(id, high, highTime, low, lowTime);
            if (highIsNew)
            {
                tick.Execute(id, highTime, high, lowIsNew && lowTime == highTime ? low : null);
            }

            if (lowIsNew && !(highIsNew && lowTime == highTime))
            {
                tick.Execute(id, lowTime, null, low);
            }
        }
    }, cancellationToken);
}
