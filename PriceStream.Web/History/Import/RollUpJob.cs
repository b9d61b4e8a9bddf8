using Coravel.Invocable;
using Microsoft.EntityFrameworkCore;
using PriceStream.Web.Data;
using PriceStream.Web.Data.Sqlite;

namespace PriceStream.Web.History.Import;

/// <summary>
/// Makes the wide windows that the source has not given out of the narrow ones, whenever narrow ones have come: hours out of five minutes
/// where the source's own hour is missing, six hours and days out of hours. What was done is marked only when it is stored.
/// </summary>
public sealed partial class RollUpJob(IDbContextFactory<PriceStreamDb> databases, DatabaseWriter writer, WindowStore store, TimeProvider clock, ILogger<RollUpJob> logger)
    : IInvocable, ICancellableInvocable
{
    // The source's own hour comes a little after it has closed.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <summary>A day of all items in one piece would be a hundred thousand rows, and a collection of garbage that pages wait for.</summary>
    private const int ItemsAtOnce = 100;

    public CancellationToken CancellationToken { get; set; }

    public async Task Invoke()
    {
        List<FetchedWindowRow> fetched;
        await using (var db = await databases.CreateDbContextAsync(CancellationToken))
        {
            fetched = await db.FetchedWindows.AsNoTracking()
                .Where(window => window.Step == Resolution.Hours.Seconds || window.RolledInto == 0)
                .ToListAsync(CancellationToken);
        }

        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var given = fetched.Where(window => window.Step == Resolution.Hours.Seconds && window.Items > 0).Select(window => window.Time).ToHashSet();
        var made = await RollUpAsync(Resolution.FiveMinutes, Resolution.Hours, fetched, given, [], now - (long)Patience.TotalSeconds);
        await RollUpAsync(Resolution.Hours, Resolution.SixHours, fetched, [], made, now);
        await RollUpAsync(Resolution.Hours, Resolution.Days, fetched, [], made, now);
        await MarkAsync(fetched, given, now);
    }

    /// <param name="given">Wide windows that the source has given itself.</param>
    /// <param name="made">Narrow windows that were made here just now.</param>
    /// <returns>The wide windows that were made.</returns>
    private async Task<List<long>> RollUpAsync(Resolution narrow, Resolution wide, List<FetchedWindowRow> fetched, HashSet<long> given, List<long> made, long closedBy)
    {
        var starts = fetched.Where(window => window.Step == narrow.Seconds && window.RolledInto < wide.Seconds).Select(window => window.Time)
            .Concat(made).Select(wide.WindowOf).Distinct()
            .Where(start => start + wide.Seconds <= closedBy && !given.Contains(start)).Order().ToList();
        var items = starts.Count == 0 ? [] : await ItemsAsync();
        foreach (var start in starts)
        {
            var count = 0;
            foreach (var some in items.Chunk(ItemsAtOnce))
            {
                var rows = await ReadAsync(some[0], some[^1], narrow, start, start + wide.Seconds);
                var windows = rows.GroupBy(row => row.ItemId, row => row.Window).Select(item => (item.Key, Merge(item, start, wide))).ToList();
                await store.SaveAsync(windows, WindowOrigin.RolledUp, CancellationToken);
                count += windows.Count;
            }

            RolledUp(wide.Name, start, count);
        }

        return starts;
    }

    private async Task<int[]> ItemsAsync()
    {
        await using var db = await databases.CreateDbContextAsync(CancellationToken);
        return await db.Items.Select(item => item.ItemId).Order().ToArrayAsync(CancellationToken);
    }

    private async Task<List<(int ItemId, HistoryRow Window)>> ReadAsync(int firstItem, int lastItem, Resolution narrow, long from, long to)
    {
        await using var db = await databases.CreateDbContextAsync(CancellationToken);
        var rows = await (from item in db.Items
                          from window in db.Windows
                          where item.ItemId >= firstItem && item.ItemId <= lastItem
                              && window.ItemId == item.ItemId && window.Step == narrow.Seconds && window.Time >= @from && window.Time < to
                          select window).AsNoTracking().ToListAsync(CancellationToken);
        return rows.ConvertAll(row => (row.ItemId, new HistoryRow(row.Time, row.Step, row.High, row.Low, row.HighVolume, row.LowVolume)));
    }

    private static HistoryRow Merge(IEnumerable<HistoryRow> windows, long start, Resolution wide)
    {
        var (high, low) = (new PriceMean(), new PriceMean());
        foreach (var window in windows)
        {
            Sampler.Add(window, ref high, ref low);
        }

        return new(start, wide.Seconds, high.Price, low.Price, high.Volume ?? 0, low.Volume ?? 0);
    }

    private async Task MarkAsync(List<FetchedWindowRow> fetched, HashSet<long> given, long now)
    {
        var marks = fetched.Select(window => (Window: window, Into: WidestWith(window))).Where(mark => mark.Into > mark.Window.RolledInto).ToList();
        if (marks.Count == 0)
        {
            return;
        }

        await writer.WriteAsync(write =>
        {
            var statement = write.Prepare("UPDATE fetched_windows SET rolled_into = $into WHERE step = $step AND time = $time", "$into", "$step", "$time");
            foreach (var (window, into) in marks)
            {
                statement.Execute(into, window.Step, window.Time);
            }
        }, CancellationToken);

        int WidestWith(FetchedWindowRow window)
        {
            if (window.Step == Resolution.FiveMinutes.Seconds)
            {
                return given.Contains(Resolution.Hours.WindowOf(window.Time)) || HasClosed(Resolution.Hours, now - (long)Patience.TotalSeconds) ? Resolution.Hours.Seconds : 0;
            }

            return HasClosed(Resolution.Days, now) ? Resolution.Days.Seconds : HasClosed(Resolution.SixHours, now) ? Resolution.SixHours.Seconds : 0;

            bool HasClosed(Resolution wide, long by) => wide.WindowOf(window.Time) + wide.Seconds <= by;
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Rolled up the window of {Width} at {Start} for {Items} items")]
    private partial void RolledUp(string width, long start, int items);
}
