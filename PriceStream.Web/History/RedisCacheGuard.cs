using System.Buffers;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using StackExchange.Redis;

namespace PriceStream.Web.History;

/// <summary>
/// Protects the cache from a Redis that does not answer by acting as an empty cache, without delay or error. Logs once when Redis goes
/// away and once when it returns, and retries once a second in between.
/// </summary>
internal sealed partial class RedisCacheGuard(
    ConfigurationOptions options, string prefix, HistoryMetrics metrics, TimeProvider clock, ILogger<RedisCacheGuard> logger)
    : IBufferDistributedCache, IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // Connects in the background from the start. Until that succeeds, no caller waits for Redis.
    private volatile Task<IBufferDistributedCache> connecting = ConnectAsync(options, prefix);

    private readonly Lock changing = new();
    private bool away;
    private DateTimeOffset nextTry;

    public ValueTask<bool> TryGetAsync(string key, IBufferWriter<byte> destination, CancellationToken token = default) =>
        RunAsync(() => Redis.TryGetAsync(key, destination, token));

    public async ValueTask SetAsync(
        string key, ReadOnlySequence<byte> value, DistributedCacheEntryOptions options, CancellationToken token = default) =>
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

    public Task RefreshAsync(string key, CancellationToken token = default) => Task.CompletedTask; // no entry has a sliding expiration

    public bool TryGet(string key, IBufferWriter<byte> destination) => throw NotAsynchronous();

    public void Set(string key, ReadOnlySequence<byte> value, DistributedCacheEntryOptions options) => throw NotAsynchronous();

    public byte[]? Get(string key) => throw NotAsynchronous();

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => throw NotAsynchronous();

    public void Refresh(string key) => throw NotAsynchronous();

    public void Remove(string key) => throw NotAsynchronous();

    public void Dispose() => Dispose(connecting);

    private IBufferDistributedCache Redis => connecting.Result;

    private static NotSupportedException NotAsynchronous() => new("Only the asynchronous methods are supported");

    private static void Dispose(Task<IBufferDistributedCache> connected) =>
        connected.ContinueWith(
            done => (done.Result as IDisposable)?.Dispose(),
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnRanToCompletion | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);

    private static async Task<IBufferDistributedCache> ConnectAsync(ConfigurationOptions options, string prefix)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        IConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(options);
        return new RedisCache(new RedisCacheOptions
        {
            ConnectionMultiplexerFactory = () => Task.FromResult(connection),
            InstanceName = prefix,
        });
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
        catch (Exception exception) when (exception is not OperationCanceledException) // a connection that breaks midway throws many types
        {
            Failed(exception);
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

            nextTry = now + Pause; // one caller a second tries; the others skip Redis
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

    private void Failed(Exception exception)
    {
        metrics.SecondLevelFailed();
        lock (changing)
        {
            nextTry = clock.GetUtcNow() + Pause;
            if (!away)
            {
                away = true;
                Gone(exception.GetType().Name);
            }

            if (IsReplica(exception))
            {
                Dispose(connecting);
                connecting = ConnectAsync(options, prefix);
            }
        }
    }

    // After a failover behind one address, an open connection stays with the old server, which is a replica now. A new one does not.
    private static bool IsReplica(Exception exception) =>
        exception is RedisServerException && exception.Message.Contains("READONLY", StringComparison.Ordinal);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis is unavailable ({Error}), so histories are cached in memory only")]
    private partial void Gone(string error);

    [LoggerMessage(Level = LogLevel.Information, Message = "Redis is available again and caches histories")]
    private partial void Back();
}
