using PriceStream.Web.Data;
using PriceStream.Web.Data.Recovery;
using PriceStream.Web.Upstream;

namespace PriceStream.Web.History.Import;

/// <summary>
/// Tracks which bulk windows are stored, which were missed, and when the next may be requested. Its state is in the database.
/// </summary>
public sealed class WindowSync(ImportStore imports, StorageState storage, TimeProvider clock)
{
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromMinutes(15);

    // After this long without a call, another instance may have stored windows.
    private static readonly TimeSpan Absence = TimeSpan.FromMinutes(1);

    private readonly Dictionary<Resolution, NewestWindow> newest =
        WindowPlan.Bulk.ToDictionary(bulk => bulk.Resolution, _ => new NewestWindow());
    private readonly HashSet<(Resolution Resolution, long Time)> stored = [];
    private readonly PostponedWindows postponed = new();
    private Stack<(Resolution Resolution, long Time)> missed = [];
    private DateTimeOffset? lastAsked;
    private int generation;
    private DateTimeOffset backOffUntil;
    private WindowProgress progress = new(0, 0);

    /// <summary>How many of the missed windows have been fetched.</summary>
    public WindowProgress Progress => Volatile.Read(ref progress);

    /// <summary>
    /// The window to fetch now: one that has just closed (without a time, since the upstream knows best which is its newest), or the newest
    /// missed one, or one that was postponed until now; null when there is nothing to fetch, or during a back-off.
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

        return postponed.Due(now) ?? (missed.TryPeek(out var next) ? next : null);
    }

    /// <summary>Call when the window that <see cref="NextAsync"/> returned with a time is stored.</summary>
    public void CaughtUp(Resolution resolution, long time)
    {
        stored.Add((resolution, time));
        postponed.Remove((resolution, time));
        if (missed.TryPeek(out var top) && top == (resolution, time))
        {
            missed.Pop();
            Report(progress.Total - missed.Count, isCatchingUp: true);
        }
    }

    /// <summary>
    /// Call when a window cannot count as fetched: too many of its rows were refused, or the upstream refuses the request. Other windows
    /// do not wait for it.
    /// </summary>
    /// <returns>When it is fetched again.</returns>
    public DateTimeOffset Postpone(Resolution resolution, long time)
    {
        if (missed.TryPeek(out var top) && top == (resolution, time))
        {
            missed.Pop();
            Report(progress.Fetched, isCatchingUp: true);
        }

        return postponed.Add((resolution, time), clock.GetUtcNow());
    }

    /// <summary>Whether a window is one of those that wait for another try.</summary>
    public bool IsPostponed(Resolution resolution, long time) => postponed.Contains((resolution, time));

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
            stored.Add((resolution, time));
            postponed.Remove((resolution, time));
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

    // The database was replaced: windows that were stored in the old file are missing in the new one.
    private void Forget()
    {
        (generation, lastAsked) = (storage.Generation, null);
        stored.Clear();
        newest.Values.ToList().ForEach(state => state.Forget());
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        foreach (var row in await imports.WindowsAsync(cancellationToken))
        {
            if (WindowPlan.Bulk.FirstOrDefault(bulk => bulk.Resolution.Seconds == row.Step).Resolution is not { } resolution)
            {
                continue;
            }

            stored.Add((resolution, row.Time));
            if (row.Items > 0)
            {
                newest[resolution].Time = Math.Max(newest[resolution].Time, row.Time);
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
            var oldest = newest[resolution].Time - (long)reach.TotalSeconds;
            stored.RemoveWhere(window => window.Resolution == resolution && window.Time < oldest);
            postponed.RemoveWhere(window => window.Resolution == resolution && window.Time < oldest || stored.Contains(window));
            if (newest[resolution].Time == 0)
            {
                continue;
            }

            for (var time = newest[resolution].Time - resolution.Seconds; time > oldest; time -= resolution.Seconds)
            {
                if (!stored.Contains((resolution, time)) && !postponed.Contains((resolution, time)))
                {
                    windows.Add((resolution, time));
                }
            }
        }

        // A stack, the first on top. A running catch-up keeps its count.
        missed = new(WindowPlan.LastFirst(windows, newest[Resolution.Hours].Time));
        var isCatchingUp = !progress.IsComplete;
        Report(isCatchingUp ? progress.Fetched : 0, isCatchingUp);
    }

    // An empty answer for one width must not end a catch-up: its missed windows are known only once its newest window has arrived.
    private void Report(int fetched, bool isCatchingUp) =>
        progress = new(fetched, fetched + missed.Count, isCatchingUp && newest.Values.Any(state => state.IsOverdue));
}
