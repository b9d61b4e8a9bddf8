using System.Collections.Concurrent;
using PriceStream.Web.Data;
using PriceStream.Web.Data.Recovery;
using PriceStream.Web.Upstream;

namespace PriceStream.Web.History.Import;

/// <summary>Which items' past has been fetched from the upstream, and which items wait for it. Each is fetched once.</summary>
public sealed class ItemBackfill(ImportStore imports, StorageState storage, TimeProvider clock)
{
    /// <summary>How many items may wait. An item that finds the queue full is wanted again at its next view.</summary>
    private const int MaxWaiting = 500;

    private static readonly TimeSpan ShortestBackOff = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<int, byte> done = new();
    private readonly ConcurrentDictionary<int, byte> wanted = new();
    private readonly ConcurrentQueue<int> waiting = new();
    private long backOffUntil; // Unix milliseconds
    private int generation;

    private bool IsBackingOff =>
        BackOff.IsActive(clock.GetUtcNow(), DateTimeOffset.FromUnixTimeMilliseconds(Volatile.Read(ref backOffUntil)), LongestBackOff);

    /// <summary>Asks for an item's past. Asking again changes nothing.</summary>
    public void Want(int itemId)
    {
        if (Interlocked.Exchange(ref generation, storage.Generation) != storage.Generation)
        {
            done.Clear(); // another file has replaced the database; series that it already has are not fetched again
        }

        if (!done.ContainsKey(itemId) && wanted.Count < MaxWaiting && wanted.TryAdd(itemId, 0))
        {
            waiting.Enqueue(itemId);
        }
    }

    public bool IsWanted(int itemId) => wanted.ContainsKey(itemId);

    /// <summary>The next item; null when none waits or during a back-off. Then call <see cref="Done"/> or <see cref="Failed"/>.</summary>
    public int? Next() => !IsBackingOff && waiting.TryDequeue(out var itemId) ? itemId : null;

    public void Done(int itemId)
    {
        done.TryAdd(itemId, 0);
        wanted.TryRemove(itemId, out _);
    }

    /// <summary>The item waits again, behind the others, and all wait for the back-off.</summary>
    public void Failed(int itemId, TimeSpan? retryAfter)
    {
        var backOff = TimeSpan.FromTicks(Math.Clamp(retryAfter?.Ticks ?? 0, ShortestBackOff.Ticks, LongestBackOff.Ticks));
        Volatile.Write(ref backOffUntil, (clock.GetUtcNow() + backOff).ToUnixTimeMilliseconds());
        waiting.Enqueue(itemId);
    }

    /// <summary>Loads what an earlier run fetched.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        foreach (var itemId in await imports.ItemsWithSeriesAsync(Resolution.Windows.Count, cancellationToken))
        {
            done.TryAdd(itemId, 0);
        }
    }

    /// <summary>Fetches every item's past again when it is viewed: something is missing in all of them.</summary>
    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        await imports.ForgetSeriesAsync(cancellationToken);
        done.Clear();
    }
}
