using StackExchange.Redis;

namespace PriceStream.Web.Streaming.Relay;

/// <summary>Which of the instances polls and writes: the one that holds the lease, until it lets it lapse.</summary>
public sealed class StreamLease
{
    private const string Hold = """
        local holder = redis.call('GET', KEYS[1])
        if holder and holder ~= ARGV[1] then return 0 end
        redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
        return 1
        """;

    private const string Release = "if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end return 1";

    private readonly RelayRedis redis;
    private volatile bool held;

    internal StreamLease(RelayRedis redis) => this.redis = redis;

    /// <summary>This instance held it when it last asked.</summary>
    public bool Held => held;

    /// <summary>Takes the lease, or holds on to it, for so long from now. Throws <see cref="RelayException"/> when Redis does not answer.</summary>
    public async Task<bool> TryHoldAsync(TimeSpan duration)
    {
        try
        {
            held = (int)await AskAsync(Hold, redis.Me, (long)duration.TotalMilliseconds) == 1;
        }
        catch (RelayException)
        {
            held = false;
            throw;
        }

        return held;
    }

    /// <summary>Lets another have it at once.</summary>
    internal async Task ReleaseAsync()
    {
        if (held)
        {
            held = false;
            await AskAsync(Release, redis.Me);
        }
    }

    private Task<RedisResult> AskAsync(string script, params RedisValue[] arguments) =>
        RelayRedis.AskAsync(() => redis.Database.ScriptEvaluateAsync(script, [redis.Lease], arguments));
}
