using StackExchange.Redis;

namespace PriceStream.Web.Streaming.Relay;

/// <summary>The relay's own connection, and the names of what it keeps in Redis. A call while Redis is away fails at once.</summary>
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
        Ticks = $"pricestream:{{{name}}}:ticks";
        Head = $"pricestream:{{{name}}}:head";
        Lease = $"pricestream:{{{name}}}:poller";
        News = RedisChannel.Literal($"pricestream:{{{name}}}:news");
    }

    /// <summary>The Redis Stream of ticks.</summary>
    public RedisKey Ticks { get; }

    /// <summary>The epoch and the number of the newest message.</summary>
    public RedisKey Head { get; }

    /// <summary>Which instance polls.</summary>
    public RedisKey Lease { get; }

    /// <summary>Tells that there is a new tick.</summary>
    public RedisChannel News { get; }

    /// <summary>This instance.</summary>
    public string Me { get; } = Guid.NewGuid().ToString("N");

    public IDatabase Database => connection.GetDatabase();

    public ISubscriber Subscriber => connection.GetSubscriber();

    /// <summary>Turns every way in which Redis can fail into one.</summary>
    public static async Task<TResult> AskAsync<TResult>(Func<Task<TResult>> question)
    {
        try
        {
            return await question();
        }
        catch (Exception fault) when (fault is RedisException or RedisTimeoutException or ObjectDisposedException)
        {
            throw new RelayException("Redis, which the instances share, does not answer", fault);
        }
    }

    public void Dispose() => connection.Dispose();
}
