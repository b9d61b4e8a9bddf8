using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using PriceStream.Web.Data;
using PriceStream.Web.Data.Sqlite;
using PriceStream.Web.History;

namespace PriceStream.Benchmarks;

/// <summary>
/// A database as after a year: 4,300 items, every series as long as it is kept, days of a year. Every item has every window, which is the most there can
/// be. All is marked as fetched, so that the site asks for nothing that is older than the file.
/// </summary>
internal static class HistorySeed
{
    public const int Items = 4300;

    private static readonly TimeSpan DaysOfAYear = TimeSpan.FromDays(365);

    public static async Task RunAsync(string file)
    {
        var start = Stopwatch.GetTimestamp();
        await using (var app = BenchmarkApp.Build(file))
        {
            await app.Services.PrepareDatabaseAsync();
            var rows = await FillAsync(app.Services.GetRequiredService<DatabaseWriter>(), TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
            await app.Services.GetRequiredService<DatabaseWriter>().CheckpointAsync(default);
            Console.WriteLine($"{Items} items, {rows.Windows:N0} windows and {rows.Ticks:N0} ticks in {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s");
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
                var item = write.Prepare("""
                    INSERT INTO items (item_id, name, examine, icon, members, buy_limit, value, high_alch, low_alch)
                    VALUES ($item, 'Item ' || $item, 'It is number ' || $item || '.', 'Item.png', $item % 2, 100, 1000, 600, 400)
                    """, "$item");
                var latest = write.Prepare("INSERT INTO latest_prices (item_id, high, high_time, low, low_time) VALUES ($item, $high, $time, $low, $time)", "$item", "$high", "$low", "$time");
                var window = write.Prepare("""
                    INSERT INTO windows (item_id, step, time, high, low, high_volume, low_volume, rolled_up)
                    VALUES ($item, $step, $time, $high, $low, $highVolume, $lowVolume, 0)
                    """, "$item", "$step", "$time", "$high", "$low", "$highVolume", "$lowVolume");
                var tick = write.Prepare("INSERT INTO ticks (item_id, time, high, low) VALUES ($item, $time, $high, $low)", "$item", "$time", "$high", "$low");
                var resolution = write.Prepare("INSERT INTO fetched_series (item_id, step, fetched_at) VALUES ($item, $step, $time)", "$item", "$step", "$time");
                foreach (var id in items)
                {
                    var walk = new Walk(id);
                    item.Execute(id);
                    foreach (var kept in Resolution.Windows)
                    {
                        resolution.Execute(id, kept.Seconds, now);
                        for (var time = kept.WindowOf(now - Length(kept)); time + kept.Seconds <= now; time += kept.Seconds, windows++)
                        {
                            var (high, low) = walk.Next();
                            window.Execute(id, kept.Seconds, time, high, low, high is null ? 0 : walk.Volume, low is null ? 0 : walk.Volume / 2);
                        }
                    }

                    // About one a minute for the busy third, one in ten minutes for the next, one in an hour for the rest.
                    var pause = id % 3 == 0 ? 60 : id % 3 == 1 ? 600 : 3600;
                    for (var time = now - Length(Resolution.Ticks) + id % pause; time <= now; time += pause, ticks++)
                    {
                        var (high, low) = walk.Next();
                        tick.Execute(id, time, high, low);
                    }

                    latest.Execute(id, walk.High, walk.Low, now - id % pause);
                }
            }, default);
        }

        await MarkFetchedAsync(writer, now);
        return (windows, ticks);
    }

    private static long Length(Resolution resolution) => (long)(Retention.Of(resolution) ?? DaysOfAYear).TotalSeconds;

    private static Task MarkFetchedAsync(DatabaseWriter writer, long now) => writer.WriteAsync(write =>
    {
        var mark = write.Prepare("INSERT INTO fetched_windows (step, time, items, rolled_into) VALUES ($step, $time, $items, $into)", "$step", "$time", "$items", "$into");
        foreach (var resolution in (Resolution[])[Resolution.FiveMinutes, Resolution.Hours])
        {
            for (var time = resolution.WindowOf(now - Length(resolution)); time + resolution.Seconds <= now; time += resolution.Seconds)
            {
                // As the site would have left it: hours wait for the end of their six, then of their day.
                var into = resolution == Resolution.FiveMinutes ? resolution.Wider : ((Resolution[])[Resolution.Days, Resolution.SixHours]).FirstOrDefault(wide => wide.WindowOf(time) + wide.Seconds <= now);
                mark.Execute(resolution.Seconds, time, Items, into?.Seconds ?? 0);
            }
        }

        // What the source gives one item at a time is not given for the newest days: those were rolled up here.
        var rolledUp = write.Prepare("UPDATE windows SET rolled_up = 1 WHERE step = $step AND time >= $from AND item_id IN (SELECT item_id FROM items)", "$step", "$from");
        foreach (var resolution in (Resolution[])[Resolution.SixHours, Resolution.Days])
        {
            rolledUp.Execute(resolution.Seconds, Resolution.Days.WindowOf(now) - Resolution.Days.Seconds);
        }
    }, default);

    /// <summary>An item's price on its way: the same for the same item. About a third of the sides have no trade, as in the source's windows.</summary>
    private sealed class Walk(int itemId)
    {
        private readonly Random random = new(itemId);

        public long High { get; private set; } = 100 + (long)itemId * itemId % 2_000_000;

        public long Low => High - High / 50;

        public long Volume { get; private set; }

        public (long? High, long? Low) Next()
        {
            High = Math.Max(100, High + High * random.Next(-10, 11) / 1000);
            Volume = random.Next(1, 5000);
            return random.Next(3) switch
            {
                0 when random.Next(2) == 0 => (High, null),
                0 => (null, Low),
                _ => (High, Low),
            };
        }
    }
}
