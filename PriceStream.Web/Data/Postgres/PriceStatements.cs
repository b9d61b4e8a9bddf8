using Npgsql;
using static PriceStream.Web.Data.Postgres.PostgresParameter;

namespace PriceStream.Web.Data.Postgres;

/// <summary>The hot write: the newest prices and their ticks.</summary>
internal static class PriceStatements
{
    private const string UpsertLatest = """
        INSERT INTO latest_prices AS stored (item_id, high, high_time, low, low_time)
        SELECT * FROM unnest($1, $2, $3, $4, $5)
        ON CONFLICT (item_id) DO UPDATE SET
            high = CASE WHEN coalesce(excluded.high_time, 0) >= coalesce(stored.high_time, 0) THEN excluded.high ELSE stored.high END,
            high_time = nullif(greatest(excluded.high_time, stored.high_time, 0), 0),
            low = CASE WHEN coalesce(excluded.low_time, 0) >= coalesce(stored.low_time, 0) THEN excluded.low ELSE stored.low END,
            low_time = nullif(greatest(excluded.low_time, stored.low_time, 0), 0)
        """;

    // Both sides of an item may trade in the same second but be reported apart: each report fills its own side.
    private const string UpsertTick = """
        INSERT INTO ticks AS stored (item_id, time, high, low)
        SELECT * FROM unnest($1, $2, $3, $4)
        ON CONFLICT (item_id, time) DO UPDATE SET high = coalesce(excluded.high, stored.high), low = coalesce(excluded.low, stored.low)
        WHERE (excluded.high IS NOT NULL AND excluded.high IS DISTINCT FROM stored.high)
            OR (excluded.low IS NOT NULL AND excluded.low IS DISTINCT FROM stored.low)
        """;

    /// <summary>The last trade times of the new sides.</summary>
    public static List<long> Times(IReadOnlyList<PriceUpdate> updates) => Ticks(updates).ConvertAll(tick => tick.Key.Time);

    public static IEnumerable<NpgsqlBatchCommand> Save(IReadOnlyList<PriceUpdate> updates)
    {
        var prices = Newest(updates);
        if (prices.Count > 0)
        {
            yield return new(UpsertLatest)
            {
                Parameters =
                {
                    Column(prices, price => price.ItemId),
                    Column(prices, price => price.High), Column(prices, price => price.HighTime),
                    Column(prices, price => price.Low), Column(prices, price => price.LowTime),
                },
            };
        }

        var ticks = Ticks(updates);
        if (ticks.Count > 0)
        {
            yield return new(UpsertTick)
            {
                Parameters =
                {
                    Column(ticks, tick => tick.Key.ItemId), Column(ticks, tick => tick.Key.Time),
                    Column(ticks, tick => tick.Value.High), Column(ticks, tick => tick.Value.Low),
                },
            };
        }
    }

    // One statement may not update a row twice. In the order of the items, so that two writers lock rows in the same order.
    private static List<PriceUpdate> Newest(IReadOnlyList<PriceUpdate> updates)
    {
        var newest = new Dictionary<int, PriceUpdate>(updates.Count);
        foreach (var update in updates)
        {
            newest[update.ItemId] = newest.TryGetValue(update.ItemId, out var earlier) ? Newer(earlier, update) : update;
        }

        return [.. newest.Values.OrderBy(price => price.ItemId)];
    }

    private static PriceUpdate Newer(PriceUpdate earlier, PriceUpdate later)
    {
        var isHighNewer = (later.HighTime ?? 0) >= (earlier.HighTime ?? 0);
        var isLowNewer = (later.LowTime ?? 0) >= (earlier.LowTime ?? 0);
        return later with
        {
            High = isHighNewer ? later.High : earlier.High,
            HighTime = isHighNewer ? later.HighTime : earlier.HighTime,
            Low = isLowNewer ? later.Low : earlier.Low,
            LowTime = isLowNewer ? later.LowTime : earlier.LowTime,
        };
    }

    private static List<KeyValuePair<(int ItemId, long Time), (long? High, long? Low)>> Ticks(IReadOnlyList<PriceUpdate> updates)
    {
        var ticks = new Dictionary<(int ItemId, long Time), (long? High, long? Low)>(updates.Count);
        foreach (var update in updates)
        {
            if (update is { HighIsNew: true, HighTime: { } highTime })
            {
                Merge(ticks, (update.ItemId, highTime), update.High, null);
            }

            if (update is { LowIsNew: true, LowTime: { } lowTime })
            {
                Merge(ticks, (update.ItemId, lowTime), null, update.Low);
            }
        }

        return [.. ticks.OrderBy(tick => tick.Key)];
    }

    private static void Merge(
        Dictionary<(int ItemId, long Time), (long? High, long? Low)> ticks, (int ItemId, long Time) key, long? high, long? low)
    {
        var (earlierHigh, earlierLow) = ticks.GetValueOrDefault(key);
        ticks[key] = (high ?? earlierHigh, low ?? earlierLow);
    }
}
