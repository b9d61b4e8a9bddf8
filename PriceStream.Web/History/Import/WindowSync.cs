using PriceStream.Web.Data;
using PriceStream.Web.Data.Recovery;
using PriceStream.Web.Upstream;

namespace PriceStream.Web.History.Import;

/// <summary>
/// Tracks which bulk windows are stored, which were missed, and when the next may be requested. Its state is in the database.
/// </summary>
public sealed class WindowSync(ImportStore imports, StorageState storage, TimeProvider clock)
{
    // How far back windows are fetched one by one. The upstream has more, but asks clients not to loop over long periods.
    private static readonly (Resolution Resolution, TimeSpan Reach)[] Bulk =
        [(Resolution.FiveMinutes, TimeSpan.FromHours(24)), (Resolution.Hours, TimeSpan.FromDays(7))];

    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromMinutes(15);

    // After this long without a call, another instance may have stored windows.
    private static readonly TimeSpan Absence = TimeSpan.FromMinutes(1);

    private readonly Dictionary<Resolution, Newest> newest = Bulk.ToDictionary(bulk => bulk.Resolution, _ => new Newest());
    private readonly HashSet<(Resolution Resolution, long Time)> stored = [];
    private Stack<(Resolution Resolution, long Time)> missed = [];
    private DateTimeOffset? lastAsked;
    private int generation;
    private DateTimeOffset backOffUntil;
    private WindowProgress progress = new(0, 0);

    /// <summary>How many of the missed windows have been fetched.</summary>
    public WindowProgress Progress => Volatile.Read(ref progress);

    /// <summary>
    /// Returns the window to fetch now: one that has just closed (without a time, so that the upstream returns its newest), or the newest
    /// missed one. Null when there is nothing to fetch, and during a back-off.
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

        foreach (var (resolution, _) in Bulk)
        {
            var closed = resolution.WindowOf(now.ToUnixTimeSeconds()) - resolution.Seconds;
            if (newest[resolution].Time < closed && !BackOff.IsActive(now, newest[resolution].AskAt, LongestRetry))
            {
                return (resolution, null);
            }
        }

        return missed.TryPeek(out var next) ? next : null;
    }

    /// <summary>Call when the missed window that <see cref="NextAsync"/> returned is stored.</summary>
    public void CaughtUp(Resolution resolution, long time)
    {
        stored.Add((resolution, time));
        missed.TryPop(out _);
        Report(progress.Total - missed.Count, isCatchingUp: true);
    }

    /// <summary>
    /// Call when the upstream's newest window is stored. If that is still the previous window, or it is empty, it is requested again a
    /// little later.
    /// </summary>
    /// <returns>Whether the gap before it is too long to be filled window by window.</returns>
    public bool Arrived(Resolution resolution, long time, bool hasItems)
    {
        var now = clock.GetUtcNow();
        var state = newest[resolution];
        var isNew = time > state.Time && hasItems;
        state.Schedule(now, isNew);
        if (!isNew)
        {
            return false;
        }

        var gap = state.Time > 0 ? time - state.Time : 0;
        stored.Add((resolution, time));
        state.Time = time;
        FindMissed();
        return gap > Bulk[^1].Reach.TotalSeconds;
    }

    /// <summary>Backs off after an error, for as long as the upstream asks, within limits.</summary>
    public void Failed(TimeSpan? retryAfter)
    {
        var backOff = TimeSpan.FromTicks(Math.Clamp(retryAfter?.Ticks ?? 0, LongestRetry.Ticks / 4, LongestBackOff.Ticks));
        backOffUntil = clock.GetUtcNow() + backOff;
    }

    // The database was replaced: windows that were stored in the old file are missing in the new one.
    private void Forget()
    {
        generation = storage.Generation;
        stored.Clear();
        lastAsked = null;
        foreach (var state in newest.Values)
        {
            state.Forget();
        }
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        foreach (var row in await imports.WindowsAsync(cancellationToken))
        {
            if (Bulk.FirstOrDefault(bulk => bulk.Resolution.Seconds == row.Step).Resolution is not { } resolution)
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
        foreach (var (resolution, reach) in Bulk)
        {
            var oldest = newest[resolution].Time - (long)reach.TotalSeconds;
            stored.RemoveWhere(window => window.Resolution == resolution && window.Time < oldest);
            if (newest[resolution].Time == 0)
            {
                continue;
            }

            for (var time = newest[resolution].Time - resolution.Seconds; time > oldest; time -= resolution.Seconds)
            {
                if (!stored.Contains((resolution, time)))
                {
                    windows.Add((resolution, time));
                }
            }
        }

        // A stack, newest on top. A running catch-up keeps its count.
        missed = new(windows.OrderBy(window => window.Time));
        var isCatchingUp = !progress.IsComplete;
        Report(isCatchingUp ? progress.Fetched : 0, isCatchingUp);
    }

    // An empty answer for one width must not end a catch-up: its missed windows are known only once its newest window has arrived.
    private void Report(int fetched, bool isCatchingUp) =>
        progress = new(fetched, fetched + missed.Count, isCatchingUp && newest.Values.Any(state => state.IsOverdue));

    /// <summary>The newest window of one width that the upstream has sent, and when to ask for the next.</summary>
    private sealed class Newest
    {
        private TimeSpan retry;
        private bool hasArrived;

        public long Time { get; set; }
        public DateTimeOffset AskAt { get; private set; }

        /// <summary>The upstream has answered, but not yet with a new window.</summary>
        public bool IsOverdue { get; private set; }

        public void Schedule(DateTimeOffset now, bool isNew)
        {
            retry = isNew ? FirstRetry : TimeSpan.FromTicks(Math.Min(2 * Math.Max(retry.Ticks, FirstRetry.Ticks / 2), LongestRetry.Ticks));
            AskAt = now + retry;
            hasArrived |= isNew;
            IsOverdue = !hasArrived;
        }

        public void Forget()
        {
            Time = 0;
            AskAt = default;
            hasArrived = IsOverdue = false;
        }
    }
}
