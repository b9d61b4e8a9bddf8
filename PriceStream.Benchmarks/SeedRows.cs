using PriceStream.Web.Data;
using PriceStream.Web.Data.Writes;
using PriceStream.Web.History;

namespace PriceStream.Benchmarks;

/// <summary>Collects the rows of some seeded items, as writes for any engine.</summary>
internal sealed class SeedRows(long now)
{
    private static readonly HashSet<int> Wide = [Resolution.SixHours.Seconds, Resolution.Days.Seconds];

    private readonly List<ItemRow> items = [];
    private readonly List<MarkSeries> series = [];
    private readonly List<(int ItemId, HistoryRow Window)> windows = [];
    private readonly List<(int ItemId, HistoryRow Window)> rolledUp = [];
    private readonly List<PriceUpdate> prices = [];

    public long Windows => windows.Count + rolledUp.Count;

    public long Ticks => prices.Count;

    /// <summary>Everything collected so far, to be written in one transaction.</summary>
    public IReadOnlyList<StoreWrite> Writes =>
    [
        new SaveItems(items), new SaveWindows(windows, WindowOrigin.Bulk), new SaveWindows(rolledUp, WindowOrigin.RolledUp),
        new SavePrices(prices), .. series,
    ];

    public void Add(int id)
    {
        var walk = new Walk(id);
        items.Add(new()
        {
            ItemId = id,
            Name = $"Item {id}",
            Examine = $"It is number {id}.",
            Icon = "Item.png",
            Members = id % 2 == 1,
            BuyLimit = 100,
            Value = 1000,
            HighAlch = 600,
            LowAlch = 400,
        });
        AddWindows(id, walk);
        AddTicks(id, walk);
    }

    // Every window of every resolution. The newest six-hour and daily windows are rolled up, as on a site that has not fetched the
    // upstream's series again.
    private void AddWindows(int id, Walk walk)
    {
        var rolledUpFrom = Resolution.Days.WindowOf(now) - Resolution.Days.Seconds;
        foreach (var kept in Resolution.Windows)
        {
            series.Add(new(id, kept.Seconds, now));
            for (var time = kept.WindowOf(now - HistorySeed.Length(kept)); time + kept.Seconds <= now; time += kept.Seconds)
            {
                var (high, low) = walk.Next();
                var row = new HistoryRow(time, kept.Seconds, high, low, high is null ? 0 : walk.Volume, low is null ? 0 : walk.Volume / 2);
                (Wide.Contains(kept.Seconds) && time >= rolledUpFrom ? rolledUp : windows).Add((id, row));
            }
        }
    }

    // About one tick a minute for the busiest third of items, one in ten minutes for the next third, and one an hour for the rest.
    private void AddTicks(int id, Walk walk)
    {
        var pause = (id % 3) switch { 0 => 60, 1 => 600, _ => 3600 };
        for (var time = now - HistorySeed.Length(Resolution.Ticks) + id % pause; time <= now; time += pause)
        {
            var (high, low) = walk.Next();
            prices.Add(new(id, high, high is null ? null : time, low, low is null ? null : time, high is not null, low is not null));
        }
    }
}
