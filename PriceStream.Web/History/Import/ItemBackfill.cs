using System.Collections.Concurrent;
using PriceStream.Web.Data;
using PriceStream.Web.Data.Recovery;
using PriceStream.Web.Upstream;

namespace PriceStream.Web.History.Import;

/// <summary>The queue of items whose past is still to be fetched, and the set of those already fetched. Each is fetched once.</summary>
public sealed class ItemBackfill(ImportStore imports, StorageState storage, TimeProvider clock)
{
    /// <summary>The maximum length of the queue. An item that does not fit is queued at its next view.</summary>
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

    /// <summary>Queues an item, unless it is already queued or fetched.</summary>
    public void Want(int itemId)
    {
        if (Interlocked.Exchange(ref generation, storage.Generation) != storage.Generation)
        {
            done.Clear(); // the database was replaced; series that the new file has are not fetched again
        }

        if (!done.ContainsKey(itemId) && wanted.Count < MaxWaiting && wanted.TryAdd(itemId, 0))
        {
            waiting.Enqueue(itemId);
        }
    }

    public bool IsWanted(int itemId) => wanted.ContainsKey(itemId);

    /// <summary>
    /// Returns the next item, for which the caller then calls <see cref="Done"/> or <see cref="Failed"/>. Null when the queue is empty, and
    /// during a back-off.
    /// </summary>
    public int? Next() => !IsBackingOff && waiting.TryDequeue(out var itemId) ? itemId : null;

    public void Done(int itemId)
    {
        done.TryAdd(itemId, 0);
        wanted.TryRemove(itemId, out _);
    }

    /// <summary>Queues the item again at the end, and starts a back-off for all items.</summary>
    public void Failed(int itemId, TimeSpan? retryAfter)
    {
        var backOff = TimeSpan.FromTicks(Math.Clamp(retryAfter?.Ticks ?? 0, ShortestBackOff.Ticks, LongestBackOff.Ticks));
        Volatile.Write(ref backOffUntil, (clock.GetUtcNow() + backOff).ToUnixTimeMilliseconds());
        waiting.Enqueue(itemId);
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
}
