using PriceStream.Web.Data.Sqlite;
using PriceStream.Web.History;

namespace PriceStream.Benchmarks;

/// <summary>Writes the rows of seeded items within one transaction.</summary>
internal sealed class SeedWriter(WriteTransaction write, long now)
{
    private readonly SqliteStatement item = write.Prepare("""
        INSERT INTO items (item_id, name, examine, icon, members, buy_limit, value, high_alch, low_alch)
        VALUES ($item, 'Item ' || $item, 'It is number ' || $item || '.', 'Item.png', $item % 2, 100, 1000, 600, 400)
        """, "$item");

    private readonly SqliteStatement latest = write.Prepare("""
        INSERT INTO latest_prices (item_id, high, high_time, low, low_time) VALUES ($item, $high, $time, $low, $time)
        """, "$item", "$high", "$low", "$time");

    private readonly SqliteStatement window = write.Prepare("""
        INSERT INTO windows (item_id, step, time, high, low, high_volume, low_volume, rolled_up)
        VALUES ($item, $step, $time, $high, $low, $highVolume, $lowVolume, 0)
        """, "$item", "$step", "$time", "$high", "$low", "$highVolume", "$lowVolume");

    private readonly SqliteStatement tick = write.Prepare("""
        INSERT INTO ticks (item_id, time, high, low) VALUES ($item, $time, $high, $low)
        """, "$item", "$time", "$high", "$low");

    private readonly SqliteStatement fetched = write.Prepare("""
        INSERT INTO fetched_series (item_id, step, fetched_at) VALUES ($item, $step, $time)
        """, "$item", "$step", "$time");

    public void AddItem(int id) => item.Execute(id);

    /// <summary>Adds every window of every resolution, and marks them as fetched.</summary>
    /// <returns>The number of windows.</returns>
    public long AddWindows(int id, Walk walk)
    {
        var count = 0L;
        foreach (var kept in Resolution.Windows)
        {
            fetched.Execute(id, kept.Seconds, now);
            var first = kept.WindowOf(now - HistorySeed.Length(kept));
            for (var time = first; time + kept.Seconds <= now; time += kept.Seconds, count++)
            {
                var (high, low) = walk.Next();
                window.Execute(id, kept.Seconds, time, high, low, high is null ? 0 : walk.Volume, low is null ? 0 : walk.Volume / 2);
            }
        }

        return count;
    }

    /// <summary>
    /// Adds about one tick a minute for the busiest third of items, one in ten minutes for the next third, and one an hour for the rest.
    /// </summary>
    /// <returns>The number of ticks.</returns>
    public long AddTicks(int id, Walk walk)
    {
        var count = 0L;
        var pause = (id % 3) switch { 0 => 60, 1 => 600, _ => 3600 };
        for (var time = now - HistorySeed.Length(Resolution.Ticks) + id % pause; time <= now; time += pause, count++)
        {
            var (high, low) = walk.Next();
            tick.Execute(id, time, high, low);
        }

        latest.Execute(id, walk.High, walk.Low, now - id % pause);
        return count;
    }
}
