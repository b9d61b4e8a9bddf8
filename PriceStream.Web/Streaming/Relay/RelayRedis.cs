using StackExchange.Redis;

namespace PriceStream.Web.Streaming.Relay;

/// <summary>The relay's own connection and the names of its keys. A call fails at once while Redis is away.</summary>
internal sealed class RelayRedis : IDisposable
{
    private readonly ConnectionMultiplexer connection;

    public RelayRedis(ConfigurationOptions options, string name)
    {
        var own = options.Clone();
        own.BacklogPolicy = BacklogPolicy.FailFast;
        own.ReconnectRetryPolicy = new LinearRetry(500);
        own.ClientName = "pricestream-relay";
        connection = ConnectionMultiplexer.Connect(own);
        Batches = $"pricestream:{{{name}}}:ticks";
        Head = $"pricestream:{{{name}}}:head";
        Lease = $"pricestream:{{{name}}}:poller"; // unchanged since older versions, because instances of two versions may share a Redis
        News = RedisChannel.Literal($"pricestream:{{{name}}}:news");
    }

    /// <summary>The Redis Stream of batches.</summary>
    public RedisKey Batches { get; }

    /// <summary>The epoch and the number of the newest message.</summary>
    public RedisKey Head { get; }

    /// <summary>Which instance holds the lease.</summary>
    public RedisKey Lease { get; }

    /// <summary>Announces every new batch.</summary>
    public RedisChannel News { get; }

    /// <summary>Identifies this instance.</summary>
    public string InstanceId { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Throws <see cref="RelayException"/> when Redis does not answer, as all calls do.</summary>
    public Task<RedisResult> EvaluateAsync(string script, RedisKey[] keys, RedisValue[] arguments) =>
        CallAsync(() => connection.GetDatabase().ScriptEvaluateAsync(script, keys, arguments));

    public Task<StreamEntry[]> ReadAsync(RedisValue after, int count) =>
        CallAsync(() => connection.GetDatabase().StreamReadAsync(Batches, after, count));

    public Task<bool> SubscribeAsync(Action onNews) => CallAsync(async () =>
    {
        await connection.GetSubscriber().SubscribeAsync(News, (_, _) => onNews());
        return true;
    });

    public void Dispose() => connection.Dispose();

    // Redis fails with several exceptions; callers handle only this one.
    private static async Task<TResult> CallAsync<TResult>(Func<Task<TResult>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception exception) when (exception is RedisException or RedisTimeoutException or ObjectDisposedException)
        {
            throw new RelayException("Redis, which the instances share, does not answer", exception);
        }
    }
}
