using StackExchange.Redis;

namespace PriceStream.Web.Streaming.Relay;

/// <summary>The calls of the relay and the lease, and the names of their keys. A call fails at once while Redis is away.</summary>
internal sealed class RelayRedis
{
    private readonly RelayConnection connection;

    /// <param name="name">The stream's name, which is part of every key.</param>
    public RelayRedis(RelayConnection connection, string name)
    {
        this.connection = connection;
        Batches = $"pricestream:{{{name}}}:ticks";
        Head = $"pricestream:{{{name}}}:head";
        Lease = $"pricestream:{{{name}}}:poller"; // unchanged since older versions, because instances of two versions may share a Redis
        Epoch = $"pricestream:{{{name}}}:epoch";
        News = RedisChannel.Literal($"pricestream:{{{name}}}:news");
    }

    /// <summary>The Redis Stream of batches.</summary>
    public RedisKey Batches { get; }

    /// <summary>The epoch and the number of the newest message.</summary>
    public RedisKey Head { get; }

    /// <summary>Which instance holds the lease.</summary>
    public RedisKey Lease { get; }

    /// <summary>The fencing number of the lease, which every takeover raises.</summary>
    public RedisKey Epoch { get; }

    /// <summary>Announces every new batch.</summary>
    public RedisChannel News { get; }

    /// <summary>Identifies this instance.</summary>
    public string InstanceId { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Throws <see cref="RelayException"/> when Redis does not answer, as all calls do.</summary>
    public Task<RedisResult> EvaluateAsync(string script, RedisKey[] keys, RedisValue[] arguments) =>
        connection.CallAsync(redis => redis.GetDatabase().ScriptEvaluateAsync(script, keys, arguments));

    public Task<StreamEntry[]> ReadAsync(RedisValue after, int count) =>
        connection.CallAsync(redis => redis.GetDatabase().StreamReadAsync(Batches, after, count));

    public Task SubscribeAsync(Action onNews) => connection.SubscribeAsync(News, onNews);
}
