using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using PriceStream.Web.Data;
using PriceStream.Web.Data.Sqlite;
using PriceStream.Web.Data.Writes;
using PriceStream.Web.History;

namespace PriceStream.Benchmarks;

/// <summary>
/// Writes a database as it is after a year: 4,300 items, every series to the end of its retention, a year of days. Every item has every
/// window, which is the maximum. All windows are marked as fetched, so that the site does not request older ones.
/// </summary>
internal static class HistorySeed
{
    public const int Items = 4300;

    private static readonly TimeSpan DaysOfAYear = TimeSpan.FromDays(365);

    private static readonly Resolution[] Wide = [Resolution.Days, Resolution.SixHours];

    /// <param name="database">A SQLite file, or a connection string of PostgreSQL.</param>
    public static async Task RunAsync(string database)
    {
        var start = Stopwatch.GetTimestamp();
        await using (var app = BenchmarkApp.Build(database))
        {
            await app.Services.PrepareDatabaseAsync();
            var store = app.Services.GetRequiredService<IPriceStore>();
            var (windows, ticks) = await FillAsync(store, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
            (store as SqliteStore)?.Checkpoint();
            var took = Stopwatch.GetElapsedTime(start);
            Console.WriteLine($"{Items} items, {windows:N0} windows and {ticks:N0} ticks in {took.TotalSeconds:0} s");
            Console.WriteLine($"{store.Description}: {app.Services.GetRequiredService<IStoreSize>().Bytes / 1e6:0} MB");
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    }

    public static long Length(Resolution resolution) => (long)(Retention.Of(resolution) ?? DaysOfAYear).TotalSeconds;

    private static async Task<(long Windows, long Ticks)> FillAsync(IPriceStore store, long now)
    {
        var (windows, ticks) = (0L, 0L);
        foreach (var items in Enumerable.Range(1, Items).Chunk(50))
        {
            var rows = new SeedRows(now);
            foreach (var id in items)
            {
                rows.Add(id);
            }

            await store.WriteAsync(rows.Writes, null, default);
            (windows, ticks) = (windows + rows.Windows, ticks + rows.Ticks);
        }

        await store.WriteAsync([.. MarkFetched(now)], null, default);
        return (windows, ticks);
    }

    // As the site would have left it: hours are rolled up once their six hours, and then their day, have closed.
    private static IEnumerable<StoreWrite> MarkFetched(long now)
    {
        var rolledUp = new List<(int Width, long Time, int Into)>();
        foreach (var resolution in (Resolution[])[Resolution.FiveMinutes, Resolution.Hours])
        {
            for (var time = resolution.WindowOf(now - Length(resolution)); time + resolution.Seconds <= now; time += resolution.Seconds)
            {
                yield return new MarkWindow(resolution.Seconds, time, Items);
                var into = resolution == Resolution.FiveMinutes
                    ? resolution.Wider
                    : Wide.FirstOrDefault(wide => wide.WindowOf(time) + wide.Seconds <= now);
                if (into is not null)
                {
                    rolledUp.Add((resolution.Seconds, time, into.Seconds));
                }
            }
        }

        yield return new MarkRolledUp(rolledUp);
    }
}
