using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using PriceStream.Web.Data;
using PriceStream.Web.Data.Sqlite;
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

    public static async Task RunAsync(string file)
    {
        var start = Stopwatch.GetTimestamp();
        await using (var app = BenchmarkApp.Build(file))
        {
            await app.Services.PrepareDatabaseAsync();
            var writer = app.Services.GetRequiredService<DatabaseWriter>();
            var rows = await FillAsync(writer, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
            await writer.CheckpointAsync(default);
            var took = Stopwatch.GetElapsedTime(start);
            Console.WriteLine($"{Items} items, {rows.Windows:N0} windows and {rows.Ticks:N0} ticks in {took.TotalSeconds:0} s");
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Console.WriteLine($"{file}: {new FileInfo(file).Length / 1e6:0} MB");
    }

    private static async Task<(long Windows, long Ticks)> FillAsync(DatabaseWriter writer, long now)
    {
        var (windows, ticks) = (0L, 0L);
        foreach (var items in Enumerable.Range(1, Items).Chunk(50))
        {
            await writer.WriteAsync(write =>
            {
                var rows = new SeedWriter(write, now);
                foreach (var id in items)
                {
                    var walk = new Walk(id);
                    rows.AddItem(id);
                    windows += rows.AddWindows(id, walk);
                    ticks += rows.AddTicks(id, walk);
                }
            }, default);
        }

        await MarkFetchedAsync(writer, now);
        return (windows, ticks);
    }

    public static long Length(Resolution resolution) => (long)(Retention.Of(resolution) ?? DaysOfAYear).TotalSeconds;

    private static Task MarkFetchedAsync(DatabaseWriter writer, long now) => writer.WriteAsync(write =>
    {
        var mark = write.Prepare(
            "INSERT INTO fetched_windows (step, time, items, rolled_into) VALUES ($step, $time, $items, $into)",
            "$step", "$time", "$items", "$into");
        foreach (var resolution in (Resolution[])[Resolution.FiveMinutes, Resolution.Hours])
        {
            for (var time = resolution.WindowOf(now - Length(resolution)); time + resolution.Seconds <= now; time += resolution.Seconds)
            {
                // As the site would have left it: hours are rolled up once their six hours, and then their day, have closed.
                var into = resolution == Resolution.FiveMinutes
                    ? resolution.Wider
                    : Wide.FirstOrDefault(wide => wide.WindowOf(time) + wide.Seconds <= now);
                mark.Execute(resolution.Seconds, time, Items, into?.Seconds ?? 0);
            }
        }

        // The newest six-hour and daily windows are marked as rolled up, as on a site that has not fetched the upstream's series again.
        var rolledUp = write.Prepare(
            "UPDATE windows SET rolled_up = 1 WHERE step = $step AND time >= $from AND item_id IN (SELECT item_id FROM items)",
            "$step", "$from");
        foreach (var resolution in Wide)
        {
            rolledUp.Execute(resolution.Seconds, Resolution.Days.WindowOf(now) - Resolution.Days.Seconds);
        }
    }, default);
}
