using Microsoft.EntityFrameworkCore;
using PriceStream.Web.Data;
using PriceStream.Web.Data.Recovery;
using PriceStream.Web.Prices;

namespace PriceStream.Web.History.Import;

/// <summary>Which bulk windows there are, which are missed, and when the source may be asked for the next. What is stored is its memory.</summary>
public sealed class WindowSync(IDbContextFactory<PriceStreamDb> databases, StorageState storage, TimeProvider clock)
{
    // How far back each width can be fetched by its timestamp: the source keeps more, but it has asked for no loops over long times.
    private static readonly (Resolution Resolution, TimeSpan Reach)[] Bulk = [(Resolution.FiveMinutes, TimeSpan.FromHours(24)), (Resolution.Hours, TimeSpan.FromDays(7))];

    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(15);

    // After so long without a question another instance may have been the one that stores windows.
    private static readonly TimeSpan Absence = TimeSpan.FromMinutes(1);

    private readonly Dictionary<Resolution, Newest> newest = Bulk.ToDictionary(bulk => bulk.Resolution, _ => new Newest());
    private readonly HashSet<(Resolution Resolution, long Time)> stored = [];
    private Stack<(Resolution Resolution, long Time)> missed = [];
    private DateTimeOffset? lastAsked;
    private int generation;
    private DateTimeOffset restUntil;
    private WindowProgress progress = new(0, 0);

    /// <summary>How far the windows that were missed have been fetched.</summary>
    public WindowProgress Progress => Volatile.Read(ref progress);

    /// <summary>
    /// What to ask for now: a window that has just closed (without a time, since the source knows best which is its newest), or the newest
    /// that is missed; null when there is nothing to ask, or the source is to be left alone.
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
        if (PollCadence.Rests(now, restUntil, LongestRest))
        {
            return null;
        }

        foreach (var (resolution, _) in Bulk)
        {
            var closed = resolution.WindowOf(now.ToUnixTimeSeconds()) - resolution.Seconds;
            if (newest[resolution].Time < closed && !PollCadence.Rests(now, newest[resolution].AskAt, LongestRetry))
            {
                return (resolution, null);
            }
        }

        return missed.TryPeek(out var next) ? next : null;
    }

    /// <summary>A missed window, the one that was on top, is stored.</summary>
    public void CaughtUp(Resolution resolution, long time)
    {
        stored.Add((resolution, time));
        missed.TryPop(out _);
        progress = progress with { Fetched = progress.Total - missed.Count };
    }

    /// <summary>
    /// The source has given its newest window, and it is stored. Where that is the one before the last, or there is nothing in it yet, the
    /// source is asked again a little later.
    /// </summary>
    /// <returns>Whether more lies between it and the one before than can be fetched window by window.</returns>
    public bool Arrived(Resolution resolution, long time, bool hasItems)
    {
        var now = clock.GetUtcNow();
        var state = newest[resolution];
        var isNew = time > state.Time && hasItems;
        state.Retry = isNew ? FirstRetry : TimeSpan.FromTicks(Math.Min(2 * Math.Max(state.Retry.Ticks, FirstRetry.Ticks / 2), LongestRetry.Ticks));
        state.AskAt = now + state.Retry;
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

    /// <summary>The source did not answer: it is left alone for so long, or for a while.</summary>
    public void Failed(TimeSpan? retryAfter) => restUntil = clock.GetUtcNow() + TimeSpan.FromTicks(Math.Clamp(retryAfter?.Ticks ?? 0, LongestRetry.Ticks / 4, LongestRest.Ticks));

    // Another file has taken the database's place: what was stored in the one before is missed in it.
    private void Forget()
    {
        generation = storage.Generation;
        stored.Clear();
        lastAsked = null;
        foreach (var state in newest.Values)
        {
            state.Time = 0;
            state.AskAt = default;
        }
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        foreach (var row in await db.FetchedWindows.AsNoTracking().ToListAsync(cancellationToken))
        {
            if (Bulk.FirstOrDefault(bulk => bulk.Resolution.Seconds == row.Step).Resolution is { } resolution)
            {
                stored.Add((resolution, row.Time));
                newest[resolution].Time = row.Items > 0 ? Math.Max(newest[resolution].Time, row.Time) : newest[resolution].Time;
            }
        }

        FindMissed(); // what an earlier run had not come to
    }

    // Counted back from the newest window of the source, not from this server's clock, which may be wrong.
    private void FindMissed()
    {
        var windows = new List<(Resolution Resolution, long Time)>();
        foreach (var (resolution, reach) in Bulk)
        {
            var oldest = newest[resolution].Time - (long)reach.TotalSeconds;
            stored.RemoveWhere(window => window.Resolution == resolution && window.Time < oldest);
            for (var time = newest[resolution].Time - resolution.Seconds; newest[resolution].Time > 0 && time > oldest; time -= resolution.Seconds)
            {
                if (!stored.Contains((resolution, time)))
                {
                    windows.Add((resolution, time));
                }
            }
        }

        // A stack, newest on top. One that was being fetched goes on counting where it was.
        var fetched = progress.IsComplete ? 0 : progress.Fetched;
        missed = new(windows.OrderBy(window => window.Time));
        progress = new(fetched, fetched + missed.Count);
    }

    /// <summary>The newest window of a width that the source has given, and when it may be asked for the next.</summary>
    private sealed class Newest
    {
        public long Time { get; set; }
        public DateTimeOffset AskAt { get; set; }
        public TimeSpan Retry { get; set; }
    }
}
