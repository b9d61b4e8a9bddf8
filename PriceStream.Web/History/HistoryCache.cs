using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Hybrid;

namespace PriceStream.Web.History;

/// <summary>
/// Caches histories in memory and, if configured, in Redis. At most one computation of a series runs at a time, bypasses included.
/// New data invalidates the entries it affects, and an answer computed before an invalidation is never stored after it.
/// </summary>
public sealed class HistoryCache(HybridCache cache, TimeProvider clock, HistoryMetrics metrics)
{
    // In seconds. Without new data, a history changes only because time passes.
    private const long LongestLife = 600;

    private static readonly TimeSpan SecondLevelLimit = TimeSpan.FromSeconds(2);

    // By item: which histories may be in the cache, one bit each.
    private readonly ConcurrentDictionary<int, int> cached = new();

    // By item: the number of invalidations, and the Unix millisecond of the last one.
    private readonly ConcurrentDictionary<int, (long Generation, long At)> changes = new();

    private readonly ConcurrentDictionary<HistoryKey, Flight> flights = new();

    /// <summary>Returns the Unix second at which an entry expires: when the open bucket closes, but at most ten minutes from now.</summary>
    public static long UntilAfter(ChartPeriod period, long now) =>
        Math.Min(period.BucketOf(now) + period.BucketSeconds, now + LongestLife);

    /// <summary>Returns the cached history, or computes and stores it.</summary>
    /// <param name="skip">Neither level is read; both are written.</param>
    public async Task<HistorySnapshot> GetAsync(
        HistoryKey key, bool skip, Func<HistoryKey, CancellationToken, Task<HistorySnapshot>> compute, CancellationToken cancellationToken)
    {
        if (!skip && await ReadAsync(key, cancellationToken) is { } hit)
        {
            metrics.Hit();
            return hit;
        }

        if (skip)
        {
            metrics.Skipped();
        }
        else
        {
            metrics.Missed();
        }

        return await Join(key, compute).WaitAsync(cancellationToken);
    }

    /// <summary>Invalidates every cached history of these items. Call it after their new prices or windows are stored.</summary>
    public async Task InvalidateAsync(IEnumerable<int> itemIds)
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var removals = new List<Task>();
        foreach (var itemId in itemIds)
        {
            changes.AddOrUpdate(itemId, (1, now), (_, change) => (change.Generation + 1, now));
            if (cached.TryRemove(itemId, out var bits))
            {
                removals.AddRange(KeysOf(itemId, bits).Select(RemoveAsync));
            }
        }

        await Task.WhenAll(removals).WaitAsync(SecondLevelLimit, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task<HistorySnapshot?> ReadAsync(HistoryKey key, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var options = Options(UntilAfter(key.Period, now) - now, HybridCacheEntryFlags.DisableUnderlyingData);
        var found = await cache.GetOrCreateAsync<HistorySnapshot?>(
            key.ToString(), _ => ValueTask.FromResult<HistorySnapshot?>(null), options, cancellationToken: cancellationToken);

        // Redis may return after an outage with entries that could not be removed during it.
        if (found is null || found.Until <= now || found.ComputedAt < changes.GetValueOrDefault(key.ItemId).At)
        {
            return null;
        }

        Remember(key); // if it came from Redis, this instance must be able to invalidate it too
        return found;
    }

    private Task<HistorySnapshot> Join(HistoryKey key, Func<HistoryKey, CancellationToken, Task<HistorySnapshot>> compute)
    {
        // A computation that started before an invalidation cannot answer a call made after it.
        var generation = GenerationOf(key.ItemId);
        var flight = flights.AddOrUpdate(key, _ => Start(), (_, flying) => flying.Generation == generation ? flying : Start());
        return flight.Result;

        Flight Start() => new(generation, () => RunAsync(key, generation, compute));
    }

    private async Task<HistorySnapshot> RunAsync(
        HistoryKey key, long generation, Func<HistoryKey, CancellationToken, Task<HistorySnapshot>> compute)
    {
        // All callers wait for this task, so it must not run on the first one.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            // The first caller may cancel while others still wait.
            var snapshot = await compute(key, CancellationToken.None);
            await WriteAsync(key, snapshot, generation);
            return snapshot;
        }
        finally
        {
            if (flights.TryGetValue(key, out var flight) && flight.Generation == generation)
            {
                flights.TryRemove(KeyValuePair.Create(key, flight));
            }
        }
    }

    private async Task WriteAsync(HistoryKey key, HistorySnapshot snapshot, long generation)
    {
        if (GenerationOf(key.ItemId) != generation)
        {
            return;
        }

        Remember(key);
        var seconds = snapshot.Until - clock.GetUtcNow().ToUnixTimeSeconds();
        if (seconds > 0)
        {
            await cache.SetAsync(key.ToString(), snapshot, Options(seconds)).AsTask()
                .WaitAsync(SecondLevelLimit, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (GenerationOf(key.ItemId) != generation)
        {
            await RemoveAsync(key); // an invalidation ran during the write and may have found nothing to remove
        }
    }

    private Task RemoveAsync(HistoryKey key) => cache.RemoveAsync(key.ToString()).AsTask();

    private long GenerationOf(int itemId) => changes.GetValueOrDefault(itemId).Generation;

    private void Remember(HistoryKey key)
    {
        var bit = BitOf(key.Period, key.Sampled);
        if ((cached.GetValueOrDefault(key.ItemId) & bit) == 0)
        {
            cached.AddOrUpdate(key.ItemId, bit, (_, bits) => bits | bit);
        }
    }

    private static int BitOf(ChartPeriod period, bool sampled)
    {
        var index = 0;
        while (ChartPeriod.All[index].Key != period.Key)
        {
            index++;
        }

        return 1 << (2 * index + (sampled ? 1 : 0));
    }

    private static IEnumerable<HistoryKey> KeysOf(int itemId, int bits) =>
        from period in ChartPeriod.All
        from sampled in (bool[])[false, true]
        where (bits & BitOf(period, sampled)) != 0
        select new HistoryKey(itemId, period, sampled);

    private static HybridCacheEntryOptions Options(long seconds, HybridCacheEntryFlags flags = HybridCacheEntryFlags.None)
    {
        var life = TimeSpan.FromSeconds(seconds);
        return new() { Expiration = life, LocalCacheExpiration = life, Flags = flags };
    }

    /// <summary>A computation that is running or has just ended, and the item's generation when it started.</summary>
    private sealed class Flight(long generation, Func<Task<HistorySnapshot>> run)
    {
        private readonly Lazy<Task<HistorySnapshot>> result = new(run);

        public long Generation => generation;

        public Task<HistorySnapshot> Result => result.Value;
    }
}
