using Coravel.Invocable;
using PriceStream.Web.Data;
using PriceStream.Web.Items;

namespace PriceStream.Web.History.Import;

/// <summary>
/// Merges narrow windows into the wide ones that the upstream has not sent, whenever narrow windows have arrived: five minutes into hours
/// where the upstream's own hour is missing, hours into six hours and days. Windows are marked only when the result is stored.
/// </summary>
public sealed partial class RollUpJob(
    WindowStore windows, ImportStore imports, WindowWriter writer, Catalogue catalogue, TimeProvider clock, ILogger<RollUpJob> logger)
    : IInvocable, ICancellableInvocable
{
    // The upstream's own hour arrives a little after it has closed.
    private static readonly TimeSpan WaitForHours = TimeSpan.FromMinutes(15);

    /// <summary>Limits the rows in memory: a day of all items is a hundred thousand, whose collection would pause pages.</summary>
    private const int ItemsAtOnce = 100;

    public CancellationToken CancellationToken { get; set; }

    public async Task Invoke()
    {
        var fetched = await imports.WindowsToRollUpAsync(Resolution.Hours.Seconds, CancellationToken);
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var hours = fetched
            .Where(window => window.Step == Resolution.Hours.Seconds && window.Items > 0)
            .Select(window => window.Time).ToHashSet();
        List<long> missingHours =
            [.. Starts(Resolution.FiveMinutes, Resolution.Hours, fetched, HoursClosedBy(now)).Where(start => !hours.Contains(start))];
        await RollUpAsync(Resolution.FiveMinutes, Resolution.Hours, missingHours);
        var fetchedHours = fetched.Where(window => window.Step == Resolution.Hours.Seconds).Select(window => window.Time);
        var known = fetchedHours.Union(missingHours).ToHashSet();
        foreach (var wide in (Resolution[])[Resolution.SixHours, Resolution.Days])
        {
            var made = missingHours.Select(wide.WindowOf).Where(start => start + wide.Seconds <= now);
            var starts = Starts(Resolution.Hours, wide, fetched, now).Union(made).Where(start => !IsCutOff(known, start, wide));
            await RollUpAsync(Resolution.Hours, wide, [.. starts.Order()]);
        }

        await MarkAsync(fetched, hours, now);
    }

    /// <summary>The closed wide windows that contain new narrow ones, ascending.</summary>
    private static IEnumerable<long> Starts(Resolution narrow, Resolution wide, List<FetchedWindowRow> fetched, long closedBy) => fetched
        .Where(window => window.Step == narrow.Seconds && window.RolledInto < wide.Seconds)
        .Select(window => wide.WindowOf(window.Time)).Distinct()
        .Where(start => start + wide.Seconds <= closedBy).Order();

    /// <summary>
    /// Whether the hours begin in the middle of a wide window, because the site fetches no older ones. It would have the volume of a part
    /// and stand for the whole.
    /// </summary>
    private static bool IsCutOff(HashSet<long> hours, long start, Resolution wide) =>
        !hours.Contains(start) && !hours.Any(hour => hour >= start - Resolution.Days.Seconds && hour < start)
        && hours.Any(hour => hour > start && hour < start + wide.Seconds);

    private async Task RollUpAsync(Resolution narrow, Resolution wide, List<long> starts)
    {
        foreach (var start in starts)
        {
            var count = 0;
            foreach (var some in catalogue.Ids.Chunk(ItemsAtOnce))
            {
                var rows = await windows.ReadAsync(some[0], some[^1], narrow.Seconds, start, start + wide.Seconds, CancellationToken);
                var merged = rows
                    .GroupBy(row => row.ItemId, row => row.Window)
                    .Select(item => (item.Key, Merge(item, start, wide))).ToList();
                await writer.SaveAsync(merged, WindowOrigin.RolledUp, CancellationToken);
                count += merged.Count;
            }

            RolledUp(wide.Name, start, count);
        }
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

    private async Task MarkAsync(List<FetchedWindowRow> fetched, HashSet<long> hours, long now)
    {
        var marks = fetched
            .Select(window => (Window: window, Into: WidestWith(window, hours, now)))
            .Where(mark => mark.Into > mark.Window.RolledInto)
            .Select(mark => (mark.Window.Step, mark.Window.Time, mark.Into)).ToList();
        if (marks.Count > 0)
        {
            await imports.MarkRolledUpAsync(marks, CancellationToken);
        }
    }

    /// <summary>The width, in seconds, of the widest window that now includes this one; 0 for none.</summary>
    private static int WidestWith(FetchedWindowRow window, HashSet<long> hours, long now)
    {
        if (window.Step == Resolution.FiveMinutes.Seconds)
        {
            var isDone = hours.Contains(Resolution.Hours.WindowOf(window.Time)) || HasClosed(Resolution.Hours, HoursClosedBy(now));
            return isDone ? Resolution.Hours.Seconds : 0;
        }

        if (HasClosed(Resolution.Days, now))
        {
            return Resolution.Days.Seconds;
        }

        return HasClosed(Resolution.SixHours, now) ? Resolution.SixHours.Seconds : 0;

        bool HasClosed(Resolution wide, long by) => wide.WindowOf(window.Time) + wide.Seconds <= by;
    }

    private static long HoursClosedBy(long now) => now - (long)WaitForHours.TotalSeconds;

    [LoggerMessage(Level = LogLevel.Debug, Message = "Rolled up the window of {Width} at {Start} for {Items} items")]
    private partial void RolledUp(string width, long start, int items);
}
