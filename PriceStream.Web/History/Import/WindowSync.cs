using PriceStream.Web.Data;
using PriceStream.Web.Data.Recovery;
using PriceStream.Web.Upstream;

namespace PriceStream.Web.History.Import;

/// <summary>
/// Tracks which bulk windows are stored, which were missed, and when the next may be requested. Its state is in the database.
/// </summary>
public sealed class WindowSync(ImportStore imports, StorageState storage, UpstreamOptions options, TimeProvider clock)
{
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromMinutes(15);

    // After this long without a call, another instance may have stored windows.
    private static readonly TimeSpan Absence = TimeSpan.FromMinutes(1);

    private readonly Dictionary<Resolution, NewestWindow> newest =
        WindowPlan.Bulk.ToDictionary(bulk => bulk.Resolution, _ => new NewestWindow());
    private readonly WindowLedger ledger = new();
    private readonly MissedWindows missed = new();
    private readonly DayPause dayPause = new();
    private DateTimeOffset? lastAsked;
    private int generation;
    private DateTimeOffset backOffUntil;
    private WindowProgress? days;

    /// <summary>How many of the missed windows have been fetched. Days do not count: charts of the last week do not need them.</summary>
    public WindowProgress Progress => missed.Progress;

    /// <summary>How many of the days that the settings ask for have been fetched; null before the first window.</summary>
    public WindowProgress? Days => Volatile.Read(ref days);

    private bool MayGrow => newest.Values.Any(state => state.IsOverdue);

    private long EndOfDays => WindowPlan.EndOfDays(newest[Resolution.Hours].Time);

    /// <summary>
    /// The window to fetch now: one that has just closed (without a time, since the upstream knows best which is its newest), or the newest
    /// missed one, or one that was postponed until now; null when there is nothing to fetch, or during a back-off. Days come last.
    /// </summary>
    public async Task<(Resolution Resolution, long? Time)?> NextAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (generation != storage.Generation)
        {
            Forget();
        }

        if (lastAsked is not { } before || now - before > Absence || now < before)
        {
            await LoadAsync(cancellationToken);
        }

        lastAsked = now;
        if (BackOff.IsActive(now, backOffUntil, LongestBackOff))
        {
            return null;
        }

        foreach (var (resolution, _) in WindowPlan.Bulk)
        {
            var closed = resolution.WindowOf(now.ToUnixTimeSeconds()) - resolution.Seconds;
            if (newest[resolution].Time < closed && !BackOff.IsActive(now, newest[resolution].AskAt, NewestWindow.Longest))
            {
                return (resolution, null);
            }
        }

        var withDays = !dayPause.IsActive(now);
        var next = ledger.Postponed.Due(now, withDays) ?? missed.Next;
        return withDays || next?.Resolution != Resolution.Days ? next : null;
    }

    /// <summary>Call when the window that <see cref="NextAsync"/> returned with a time is stored.</summary>
    public void CaughtUp(Resolution resolution, long time)
    {
        ledger.Store((resolution, time));
        missed.Fetched((resolution, time), MayGrow);
        if (resolution == Resolution.Days)
        {
            dayPause.End();
            CountDays();
        }
    }

    /// <summary>
    /// Whether an empty answer for a missed window does not count yet: it is the newest day, which the upstream may still be adding up.
    /// </summary>
    public bool MayStillFill(Resolution resolution, long time) =>
        resolution == Resolution.Days && time >= EndOfDays - Resolution.Days.Seconds;

    /// <summary>
    /// Call when a window cannot count as fetched: too many of its rows were refused, or the upstream refuses the request. Other windows
    /// do not wait for it.
    /// </summary>
    /// <returns>When it is fetched again.</returns>
    public DateTimeOffset Postpone(Resolution resolution, long time)
    {
        missed.Postponed((resolution, time), MayGrow);
        return ledger.Postponed.Add((resolution, time), clock.GetUtcNow());
    }

    /// <summary>Whether a window is one of those that wait for another try.</summary>
    public bool IsPostponed(Resolution resolution, long time) => ledger.Postponed.Contains((resolution, time));

    /// <summary>
    /// Call when the upstream has sent its newest window. If that is still the one before the last, or nothing is in it yet, the upstream
    /// is asked again a little later.
    /// </summary>
    /// <returns>Whether the gap before it is too long to be filled window by window.</returns>
    /// <param name="counts">Whether it counts as fetched. Otherwise <see cref="Postpone"/> it.</param>
    public bool Arrived(Resolution resolution, long time, bool hasItems, bool counts)
    {
        var now = clock.GetUtcNow();
        var state = newest[resolution];
        var isNew = time > state.Time && hasItems;
        state.Schedule(now, isNew);
        if (counts && hasItems)
        {
            ledger.Store((resolution, time));
        }

        if (!isNew)
        {
            return false;
        }

        var gap = state.Time > 0 ? time - state.Time : 0;
        state.Time = time;
        FindMissed();
        return gap > WindowPlan.Bulk[^1].Reach.TotalSeconds;
    }

    /// <summary>Backs off after an error, for as long as the upstream asks, within limits.</summary>
    /// <param name="newestOf">The width whose newest window failed; null for another window. The others get their turn before it.</param>
    public void Failed(Resolution? newestOf, TimeSpan? retryAfter)
    {
        if (newestOf is not null)
        {
            newest[newestOf].Schedule(clock.GetUtcNow(), isNew: false);
        }

        var backOff = TimeSpan.FromTicks(Math.Clamp(retryAfter?.Ticks ?? 0, NewestWindow.Longest.Ticks / 4, LongestBackOff.Ticks));
        backOffUntil = clock.GetUtcNow() + backOff;
    }

    /// <summary>Call when a day could not be fetched: it is fetched later. Other windows do not wait.</summary>
    public void DayFailed(long time, TimeSpan? retryAfter)
    {
        Postpone(Resolution.Days, time);
        dayPause.Failed(clock.GetUtcNow(), retryAfter);
    }

    // The database was replaced: windows that were stored in the old file are missing in the new one.
    private void Forget()
    {
        (generation, lastAsked) = (storage.Generation, null);
        ledger.Clear();
        newest.Values.ToList().ForEach(state => state.Forget());
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        foreach (var row in await imports.WindowsAsync(cancellationToken))
        {
            if (Resolution.Windows.FirstOrDefault(resolution => resolution.Seconds == row.Step) is not { } resolution)
            {
                continue;
            }

            ledger.Store((resolution, row.Time));
            if (row.Items > 0 && newest.TryGetValue(resolution, out var state))
            {
                state.Time = Math.Max(state.Time, row.Time);
            }
        }

        FindMissed(); // windows that an earlier run did not get to
    }

    // Counted back from the upstream's newest window, not from this server's clock, which may be wrong.
    private void FindMissed()
    {
        var windows = new List<(Resolution Resolution, long Time)>();
        foreach (var (resolution, reach) in WindowPlan.Bulk)
        {
            var time = newest[resolution].Time;
            windows.AddRange(ledger.Missing(resolution, time - (long)reach.TotalSeconds + resolution.Seconds, time));
        }

        var firstDay = EndOfDays - options.BackfillDays * (long)Resolution.Days.Seconds;
        windows.AddRange(ledger.Missing(Resolution.Days, firstDay, EndOfDays));
        missed.Set(WindowPlan.LastFirst(windows, newest[Resolution.Hours].Time), MayGrow);
        CountDays();
    }

    private void CountDays() => Volatile.Write(ref days, new(ledger.CountOf(Resolution.Days), options.BackfillDays));
}
