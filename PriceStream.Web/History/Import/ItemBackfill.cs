using System.Collections.Concurrent;
using PriceStream.Web.Data;
using PriceStream.Web.Data.Recovery;
using PriceStream.Web.Upstream;

namespace PriceStream.Web.History.Import;

/// <summary>
/// Which items' past has been fetched from the upstream, and which items wait for it. Each is fetched once; one that fails is fetched again
/// after a while. After a restart it is fetched at its next view.
/// </summary>
public sealed class ItemBackfill(ImportStore imports, StorageState storage, TimeProvider clock)
{
    /// <summary>The maximum length of the queue. An item that does not fit is queued at its next view.</summary>
    private const int MaxWaiting = 500;

    private static readonly TimeSpan ShortestBackOff = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<int, byte> done = new();
    private readonly ConcurrentDictionary<int, byte> wanted = new();
    private readonly ConcurrentQueue<int> waiting = new();
    private readonly ConcurrentDictionary<int, BackfillProblem> problems = new();
    private BackfillRound? round; // only the job uses it
    private long backOffUntil; // Unix milliseconds
    private int generation;

    private bool IsBackingOff =>
        BackOff.IsActive(clock.GetUtcNow(), DateTimeOffset.FromUnixTimeMilliseconds(Volatile.Read(ref backOffUntil)), LongestBackOff);

    /// <summary>Queues an item, unless it is already queued or fetched.</summary>
    public void Want(int itemId)
    {
        if (Interlocked.Exchange(ref generation, storage.Generation) != storage.Generation)
        {
            done.Clear(); // the database was replaced; series that the new file has are not fetched again
        }

        if (!done.ContainsKey(itemId) && !problems.ContainsKey(itemId) && wanted.Count < MaxWaiting && wanted.TryAdd(itemId, 0))
        {
            waiting.Enqueue(itemId);
        }
    }

    /// <summary>Whether any item's past can be fetched now.</summary>
    public bool IsWaiting => !IsBackingOff && (round is not null || !waiting.IsEmpty || TryFindDue(out _));

    public bool IsWanted(int itemId) => wanted.ContainsKey(itemId);

    /// <summary>Why the item's past is incomplete; null when it is complete or has not been tried.</summary>
    public BackfillProblem? ProblemOf(int itemId) => problems.GetValueOrDefault(itemId);

    /// <summary>
    /// The item to go on with: the same until <see cref="Done"/> or <see cref="Failed"/>. Null when none waits or during a back-off.
    /// </summary>
    public BackfillRound? Next()
    {
        if (IsBackingOff)
        {
            return null;
        }

        return round ??= waiting.TryDequeue(out var itemId) || TryFindDue(out itemId) ? new(itemId) : null;
    }

    public void Done(int itemId)
    {
        done.TryAdd(itemId, 0);
        problems.TryRemove(itemId, out _);
        wanted.TryRemove(itemId, out _);
        round = null;
    }

    /// <summary>The item is fetched again later.</summary>
    /// <param name="missing">What is missing of its past.</param>
    /// <param name="reason">Why, in words.</param>
    public BackfillProblem Failed(int itemId, IReadOnlyList<Resolution> missing, string reason)
    {
        var failures = (ProblemOf(itemId)?.Failures ?? 0) + 1;
        var problem = new BackfillProblem(missing, reason, failures, clock.GetUtcNow() + FetchRetry.After(failures));
        if (problems.Count >= MaxWaiting && !problems.ContainsKey(itemId))
        {
            problems.TryRemove(problems.MaxBy(other => other.Value.NextTry).Key, out _); // fetched again at its next view
        }

        problems[itemId] = problem;
        wanted.TryRemove(itemId, out _);
        round = null;
        return problem;
    }

    /// <summary>Backs off, with all items: the upstream does not answer anything.</summary>
    public void Pause(TimeSpan? retryAfter)
    {
        var backOff = TimeSpan.FromTicks(Math.Clamp(retryAfter?.Ticks ?? 0, ShortestBackOff.Ticks, LongestBackOff.Ticks));
        Volatile.Write(ref backOffUntil, (clock.GetUtcNow() + backOff).ToUnixTimeMilliseconds());
    }

    /// <summary>Loads the items that an earlier run fetched.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        foreach (var itemId in await imports.ItemsWithSeriesAsync(Resolution.Windows.Count, cancellationToken))
        {
            done.TryAdd(itemId, 0);
        }
    }

    /// <summary>Makes every item's past be fetched again at its next view, because a part is missing in all of them.</summary>
    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        await imports.ForgetSeriesAsync(cancellationToken);
        done.Clear();
    }

    private bool TryFindDue(out int itemId)
    {
        var now = clock.GetUtcNow();
        var due = problems.Where(problem => !BackOff.IsActive(now, problem.Value.NextTry, FetchRetry.Longest)).ToList();
        itemId = due.Count == 0 ? 0 : due.MinBy(problem => problem.Value.NextTry).Key;
        return due.Count > 0;
    }
}
