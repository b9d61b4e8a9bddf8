using StackExchange.Redis;

namespace PriceStream.Web.Streaming.Relay;

/// <summary>At most one of the instances holds the lease and may publish, until it releases the lease or lets it expire.</summary>
public sealed class StreamLease
{
    private const string HoldScript = """
        local holder = redis.call('GET', KEYS[1])
        if holder and holder ~= ARGV[1] then return 0 end
        redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
        return 1
        """;

    private const string ReleaseScript = "if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end return 1";

    private readonly RelayRedis redis;
    private volatile bool held;

    internal StreamLease(RelayRedis redis) => this.redis = redis;

    /// <summary>This instance held the lease when it last asked for it.</summary>
    public bool Held => held;

    /// <summary>
    /// Takes or renews the lease for a time from now on. False while another instance holds it. Throws <see cref="RelayException"/> when
    /// Redis does not answer.
    /// </summary>
    public async Task<bool> TryHoldAsync(TimeSpan duration)
    {
        try
        {
            held = (int)await EvaluateAsync(HoldScript, redis.InstanceId, (long)duration.TotalMilliseconds) == 1;
        }
        catch (RelayException)
        {
            held = false;
            throw;
        }

        return held;
    }

    /// <summary>Lets another instance take the lease at once.</summary>
    internal async Task ReleaseAsync()
    {
        if (held)
        {
            held = false;
            await EvaluateAsync(ReleaseScript, redis.InstanceId);
        }
    }

    private Task<RedisResult> EvaluateAsync(string script, params RedisValue[] arguments) =>
        redis.EvaluateAsync(script, [redis.Lease], arguments);
}
