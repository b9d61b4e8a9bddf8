using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using PriceStream.Web.Data;
using PriceStream.Web.Data.Recovery;
using PriceStream.Web.Data.Sqlite;
using PriceStream.Web.Prices;

namespace PriceStream.Web.History.Import;

/// <summary>Which items' past has been fetched from the source, and which wait for it. Each is fetched once.</summary>
public sealed class ItemBackfill(IDbContextFactory<PriceStreamDb> databases, DatabaseWriter writer, StorageState storage, TimeProvider clock)
{
    /// <summary>How many items may wait; one that finds no place is wanted again when it is viewed again.</summary>
    private const int MaxWaiting = 500;

    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<int, byte> done = new();
    private readonly ConcurrentDictionary<int, byte> wanted = new();
    private readonly ConcurrentQueue<int> waiting = new();
    private long restUntil; // Unix milliseconds
    private int generation;

    /// <summary>Asks for an item's past; again and again is the same as once.</summary>
    public void Want(int itemId)
    {
        if (Interlocked.Exchange(ref generation, storage.Generation) != storage.Generation)
        {
            done.Clear(); // another file has taken the database's place; what is there already is not fetched again
        }

        if (!done.ContainsKey(itemId) && wanted.Count < MaxWaiting && wanted.TryAdd(itemId, 0))
        {
            waiting.Enqueue(itemId);
        }
    }

    public bool IsWanted(int itemId) => wanted.ContainsKey(itemId);

    /// <summary>The item whose turn it is; null when none waits or the source is to be left alone. Then call <see cref="Done"/> or <see cref="Failed"/>.</summary>
    public int? Next() => !PollCadence.Rests(clock.GetUtcNow(), DateTimeOffset.FromUnixTimeMilliseconds(Volatile.Read(ref restUntil)), LongestRest) && waiting.TryDequeue(out var itemId) ? itemId : null;

    public void Done(int itemId)
    {
        done.TryAdd(itemId, 0);
        wanted.TryRemove(itemId, out _);
    }

    /// <summary>It goes on waiting, behind the others, and all wait a while.</summary>
    public void Failed(int itemId, TimeSpan? retryAfter)
    {
        Volatile.Write(ref restUntil, (clock.GetUtcNow() + TimeSpan.FromTicks(Math.Clamp(retryAfter?.Ticks ?? 0, Rest.Ticks, LongestRest.Ticks))).ToUnixTimeMilliseconds());
        waiting.Enqueue(itemId);
    }

    /// <summary>Loads what an earlier run fetched.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var whole = Resolution.Windows.Count;
        foreach (var itemId in await db.FetchedSeries.GroupBy(resolution => resolution.ItemId).Where(item => item.Count() == whole).Select(item => item.Key).ToListAsync(cancellationToken))
        {
            done.TryAdd(itemId, 0);
        }
    }

    /// <summary>Every item's past is to be fetched anew when it is viewed: something is missing in all of them.</summary>
    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        await writer.WriteAsync(write => { write.Prepare("DELETE FROM fetched_series").Execute(); }, cancellationToken);
        done.Clear();
    }
}
