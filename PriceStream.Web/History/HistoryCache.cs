using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Hybrid;

namespace PriceStream.Web.History;

/// <summary>
/// Histories in memory and, where there is one, in Redis. One computation of a series at a time, whoever asks and however; what comes in
/// takes out what it changes, and an answer that was computed before it is never put back after it.
/// </summary>
public sealed class HistoryCache(HybridCache cache, TimeProvider clock, HistoryMetrics metrics)
{
    // What nothing comes in for changes only as its period moves on.
    private const long LongestLife = 600;

    private static readonly TimeSpan SecondLevelLimit = TimeSpan.FromSeconds(2);

    // Which histories of an item there may be in the cache, a bit each; and how often something has come in for it, and when it last did.
    private readonly ConcurrentDictionary<int, int> cached = new();
    private readonly ConcurrentDictionary<int, (long Generation, long At)> changes = new();
    private readonly ConcurrentDictionary<HistoryKey, Flight> flights = new();

    /// <summary>The end of a life: with the bucket that is open now, for then another one is, and never longer than a few minutes.</summary>
    public static long UntilAfter(ChartPeriod period, long now) => Math.Min(period.BucketOf(now) + period.BucketSeconds, now + LongestLife);

    /// <param name="skip">Neither level is read; both are written.</param>
    /// <param name="compute">Null when there is no such item, which is not remembered.</param>
    public async Task<HistorySnapshot?> GetAsync(
        HistoryKey key, bool skip, Func<HistoryKey, CancellationToken, Task<HistorySnapshot?>> compute, CancellationToken cancellationToken)
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

    /// <summary>Takes out all that these items' new prices or windows change. Call it when they are stored.</summary>
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
        var found = await cache.GetOrCreateAsync<HistorySnapshot?>(key.ToString(), _ => ValueTask.FromResult<HistorySnapshot?>(null), options, cancellationToken: cancellationToken);
        // A Redis that was away may come back with what nobody could take out of it.
        if (found is null || found.Until <= now || found.ComputedAt < changes.GetValueOrDefault(key.ItemId).At)
        {
            return null;
        }

        Remember(key); // it may have come from Redis into memory just now: then this instance must take it out too when something comes in
        return found;
    }

    private Task<HistorySnapshot?> Join(HistoryKey key, Func<HistoryKey, CancellationToken, Task<HistorySnapshot?>> compute)
    {
        // What started before something came in cannot answer a call that came after it.
        var generation = GenerationOf(key.ItemId);
        var flight = flights.AddOrUpdate(key,
            _ => new(generation, () => RunAsync(key, generation, compute)),
            (_, flying) => flying.Generation == generation ? flying : new(generation, () => RunAsync(key, generation, compute)));
        return flight.Result;
    }

    private async Task<HistorySnapshot?> RunAsync(HistoryKey key, long generation, Func<HistoryKey, CancellationToken, Task<HistorySnapshot?>> compute)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding); // many may wait for this one: it runs for none of them
        try
        {
            // Whoever asked first may leave; the others still wait.
            var snapshot = await compute(key, CancellationToken.None);
            if (snapshot is not null)
            {
                await WriteAsync(key, snapshot, generation);
            }

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
            await cache.SetAsync(key.ToString(), snapshot, Options(seconds)).AsTask().WaitAsync(SecondLevelLimit, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (GenerationOf(key.ItemId) != generation)
        {
            await RemoveAsync(key); // something came in meanwhile, and may have found nothing to take out
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

    /// <summary>A computation that is running or has just ended, and how much had come in when it began.</summary>
    private sealed class Flight(long generation, Func<Task<HistorySnapshot?>> run)
    {
        private readonly Lazy<Task<HistorySnapshot?>> result = new(run);

        public long Generation => generation;

        public Task<HistorySnapshot?> Result => result.Value;
    }
}
