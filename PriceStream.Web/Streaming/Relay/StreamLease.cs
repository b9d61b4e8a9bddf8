using System.Globalization;

namespace PriceStream.Web.Streaming.Relay;

/// <summary>At most one of the instances holds the lease and may publish, until it releases the lease or lets it expire.</summary>
public sealed class StreamLease
{
    // Each takeover has a higher number, also after Redis has lost its data: at least its time in milliseconds. Instances of older versions
    // share the first key and do not know the second, so a holder that finds another number there than its own takes a new one.
    private const string HoldScript = """
        local holder = redis.call('GET', KEYS[1])
        if holder and holder ~= ARGV[1] then return '0' end
        redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
        local epoch = redis.call('GET', KEYS[2])
        if holder and epoch == ARGV[3] then return epoch end
        local time = redis.call('TIME')
        local now = time[1] * 1000 + math.floor(time[2] / 1000)
        epoch = string.format('%.0f', math.max(tonumber(epoch or 0) + 1, now))
        redis.call('SET', KEYS[2], epoch)
        return epoch
        """;

    private const string ReleaseScript = "if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end return 1";

    private readonly RelayRedis redis;
    private long epoch; // 0 while this instance does not hold the lease
    private long newest; // its newest epoch, which it keeps when Redis was away but nobody else took over

    internal StreamLease(RelayRedis redis) => this.redis = redis;

    /// <summary>The lease's number while this instance holds it, as of its last call; null while it does not, or Redis is away.</summary>
    public long? Epoch => Volatile.Read(ref epoch) is var held and > 0 ? held : null;

    /// <summary>
    /// Takes or renews the lease for a time from now on. False while another instance holds it. Throws <see cref="RelayException"/> when
    /// Redis does not answer.
    /// </summary>
    public async Task<bool> TryHoldAsync(TimeSpan duration)
    {
        try
        {
            var result = await redis.EvaluateAsync(
                HoldScript,
                [redis.Lease, redis.Epoch],
                [redis.InstanceId, (long)duration.TotalMilliseconds, newest.ToString(CultureInfo.InvariantCulture)]);
            Volatile.Write(ref epoch, (long)result);
        }
        catch (RelayException)
        {
            Volatile.Write(ref epoch, 0);
            throw;
        }

        newest = Epoch ?? newest;
        return Epoch is not null;
    }

    /// <summary>Lets another instance take the lease at once.</summary>
    public async Task ReleaseAsync()
    {
        if (Epoch is not null)
        {
            Volatile.Write(ref epoch, 0);
            await redis.EvaluateAsync(ReleaseScript, [redis.Lease], [redis.InstanceId]);
        }
    }
}
