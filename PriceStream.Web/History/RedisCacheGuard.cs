using System.Buffers;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using StackExchange.Redis;

namespace PriceStream.Web.History;

/// <summary>
/// Stands between the cache and Redis: a Redis that is away is a cache that is empty, at once and without an error. It is told once when it
/// goes and once when it is back, and meanwhile tried once a second.
/// </summary>
internal sealed partial class RedisCacheGuard(
    ConfigurationOptions options, string prefix, HistoryMetrics metrics, TimeProvider clock, ILogger<RedisCacheGuard> logger)
    : IBufferDistributedCache, IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // Connecting goes on in the background from the start; until there is an answer, nobody waits for one.
    private readonly Task<IBufferDistributedCache> connecting = ConnectAsync(options, prefix);

    private readonly Lock changing = new();
    private bool away;
    private DateTimeOffset nextTry;

    public ValueTask<bool> TryGetAsync(string key, IBufferWriter<byte> destination, CancellationToken token = default) =>
        RunAsync(() => Redis.TryGetAsync(key, destination, token));

    public async ValueTask SetAsync(string key, ReadOnlySequence<byte> value, DistributedCacheEntryOptions options, CancellationToken token = default) =>
        await RunAsync(async () =>
        {
            await Redis.SetAsync(key, value, options, token);
            return true;
        });

    public async Task RemoveAsync(string key, CancellationToken token = default) =>
        await RunAsync(async () =>
        {
            await Redis.RemoveAsync(key, token);
            return true;
        });

    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default)
    {
        byte[]? found = null;
        await RunAsync(async () => (found = await Redis.GetAsync(key, token)) is not null);
        return found;
    }

    public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default) =>
        SetAsync(key, new ReadOnlySequence<byte>(value), options, token).AsTask();

    public Task RefreshAsync(string key, CancellationToken token = default) => Task.CompletedTask; // no entry here slides

    public bool TryGet(string key, IBufferWriter<byte> destination) => throw new NotSupportedException("Redis is asked asynchronously here");

    public void Set(string key, ReadOnlySequence<byte> value, DistributedCacheEntryOptions options) => throw new NotSupportedException("Redis is asked asynchronously here");

    public byte[]? Get(string key) => throw new NotSupportedException("Redis is asked asynchronously here");

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => throw new NotSupportedException("Redis is asked asynchronously here");

    public void Refresh(string key) => throw new NotSupportedException("Redis is asked asynchronously here");

    public void Remove(string key) => throw new NotSupportedException("Redis is asked asynchronously here");

    public void Dispose()
    {
        if (connecting.IsCompletedSuccessfully)
        {
            (Redis as IDisposable)?.Dispose();
        }
    }

    private IBufferDistributedCache Redis => connecting.Result;

    private static async Task<IBufferDistributedCache> ConnectAsync(ConfigurationOptions options, string prefix)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        IConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(options);
        return new RedisCache(new RedisCacheOptions { ConnectionMultiplexerFactory = () => Task.FromResult(connection), InstanceName = prefix });
    }

    private async ValueTask<bool> RunAsync(Func<ValueTask<bool>> ask)
    {
        if (!connecting.IsCompletedSuccessfully || !MayTry())
        {
            return false;
        }

        try
        {
            var answer = await ask();
            Answered();
            return answer;
        }
        catch (Exception fault) when (fault is not OperationCanceledException) // a connection that breaks in the middle shows whatever broke
        {
            Failed(fault);
            return false;
        }
    }

    private bool MayTry()
    {
        if (!Volatile.Read(ref away))
        {
            return true;
        }

        lock (changing)
        {
            var now = clock.GetUtcNow();
            if (now < nextTry)
            {
                return false;
            }

            nextTry = now + Pause; // whoever comes first in the second tries, and nobody else waits
            return true;
        }
    }

    private void Answered()
    {
        if (!Volatile.Read(ref away))
        {
            return;
        }

        lock (changing)
        {
            if (away)
            {
                away = false;
                Back();
            }
        }
    }

    private void Failed(Exception fault)
    {
        metrics.SecondLevelFailed();
        lock (changing)
        {
            nextTry = clock.GetUtcNow() + Pause;
            if (!away)
            {
                away = true;
                Gone(fault.GetType().Name);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis does not answer ({Fault}); the cache goes on in memory alone")]
    private partial void Gone(string fault);

    [LoggerMessage(Level = LogLevel.Information, Message = "Redis answers again; it is the cache's second level as before")]
    private partial void Back();
}
