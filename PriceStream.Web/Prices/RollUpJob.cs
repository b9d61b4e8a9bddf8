using Coravel.Invocable;
using Microsoft.EntityFrameworkCore;
using PriceStream.Web.Data;

namespace PriceStream.Web.Prices;

/// <summary>
/// Makes the wide windows that the source has not given out of the narrow ones, whenever narrow ones have come: hours out of five minutes
/// where the source's own hour is missing, six hours and days out of hours. What was done is marked only when it is stored.
/// </summary>
public sealed partial class RollUpJob(IDbContextFactory<PriceStreamDb> databases, DatabaseWriter writer, WindowStore store, TimeProvider clock, ILogger<RollUpJob> logger)
    : IInvocable, ICancellableInvocable
{
    // The source's own hour comes a little after it has closed.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    public CancellationToken CancellationToken { get; set; }

    public async Task Invoke()
    {
        await using var db = await databases.CreateDbContextAsync(CancellationToken);
        var fresh = await db.FetchedWindows.AsNoTracking().Where(window => !window.RolledUp).ToListAsync(CancellationToken);
        if (fresh.Count == 0)
        {
            return;
        }

        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var hours = (await db.FetchedWindows.Where(window => window.Step == Series.Hours.Seconds).Select(window => window.Time).ToListAsync(CancellationToken)).ToHashSet();
        await RollUpAsync(Series.FiveMinutes, Series.Hours, fresh, hours, now - (long)Patience.TotalSeconds);
        await RollUpAsync(Series.Hours, Series.SixHours, fresh, [], now);
        await RollUpAsync(Series.Hours, Series.Days, fresh, [], now);
        await MarkAsync(fresh, hours, now);
    }

    /// <param name="given">Wide windows that the source has given itself.</param>
    private async Task RollUpAsync(Series narrow, Series wide, List<FetchedWindowRow> fresh, HashSet<long> given, long closedBy)
    {
        var starts = fresh.Where(window => window.Step == narrow.Seconds).Select(window => wide.WindowOf(window.Time)).Distinct()
            .Where(start => start + wide.Seconds <= closedBy && !given.Contains(start)).Order();
        foreach (var start in starts)
        {
            var rows = await ReadAsync(narrow, start, start + wide.Seconds);
            var windows = rows.GroupBy(row => row.ItemId, row => row.Window).Select(item => (item.Key, Merge(item, start, wide))).ToList();
            await store.SaveAsync(windows, rolledUp: true, CancellationToken);
            RolledUp(wide.Name, start, windows.Count);
        }
    }

    private async Task<List<(int ItemId, SeriesPoint Window)>> ReadAsync(Series narrow, long from, long to)
    {
        await using var db = await databases.CreateDbContextAsync(CancellationToken);
        var rows = await (from item in db.Items
                          from window in db.Windows
                          where window.ItemId == item.ItemId && window.Step == narrow.Seconds && window.Time >= @from && window.Time < to
                          select window).AsNoTracking().ToListAsync(CancellationToken);
        return rows.ConvertAll(row => (row.ItemId, new SeriesPoint(row.Time, row.Step, row.High, row.Low, row.HighVolume, row.LowVolume)));
    }

    private static SeriesPoint Merge(IEnumerable<SeriesPoint> windows, long start, Series wide)
    {
        var (high, low) = (new PriceMean(), new PriceMean());
        foreach (var window in windows)
        {
            Sampler.Add(window, ref high, ref low);
        }

        return new(start, wide.Seconds, high.Price, low.Price, high.Volume ?? 0, low.Volume ?? 0);
    }

    // A window stays fresh while a wide one that holds it is still open, or may yet be given.
    private async Task MarkAsync(List<FetchedWindowRow> fresh, HashSet<long> hours, long now)
    {
        await using var write = await writer.BeginAsync(CancellationToken);
        var mark = write.Prepare("UPDATE fetched_windows SET rolled_up = 1 WHERE step = $step AND time = $time", "$step", "$time");
        foreach (var window in fresh.Where(IsThrough))
        {
            mark.Execute(window.Step, window.Time);
        }

        await write.CommitAsync(CancellationToken);

        bool IsThrough(FetchedWindowRow window)
        {
            var hour = Series.Hours.WindowOf(window.Time);
            return window.Step == Series.FiveMinutes.Seconds
                ? hours.Contains(hour) || hour + Series.Hours.Seconds <= now - (long)Patience.TotalSeconds
                : Series.Days.WindowOf(window.Time) + Series.Days.Seconds <= now;
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Rolled up the window of {Width} at {Start} for {Items} items")]
    private partial void RolledUp(string width, long start, int items);
}
