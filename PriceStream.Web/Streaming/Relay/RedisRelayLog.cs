using StackExchange.Redis;

namespace PriceStream.Web.Streaming.Relay;

/// <summary>The log as a Redis Stream: Redis numbers the messages, and also the publisher reads its log from there.</summary>
internal sealed class RedisRelayLog(RelayRedis redis, SseOptions options) : IRelayLog
{
    private const int Page = 100;

    // An instance reports its epoch and newest number, and gets the valid ones. The first instance that finds Redis empty sets them. After
    // Redis has lost data, the instance with the highest number sets them. If Redis has meanwhile reused those numbers for other messages,
    // ids would be ambiguous, so a new epoch starts.
    private const string JoinScript = """
        local head = redis.call('HMGET', KEYS[1], 'epoch', 'last')
        if not head[1] then
          redis.call('DEL', KEYS[2])
          redis.call('HSET', KEYS[1], 'epoch', ARGV[1], 'last', ARGV[2])
        elseif head[1] == ARGV[1] and tonumber(ARGV[2]) > tonumber(head[2]) then
          if redis.call('EXISTS', KEYS[2]) == 0 then
            redis.call('HSET', KEYS[1], 'last', ARGV[2])
          else
            redis.call('DEL', KEYS[2])
            redis.call('HSET', KEYS[1], 'epoch', ARGV[3], 'last', 0)
          end
        end
        return redis.call('HMGET', KEYS[1], 'epoch', 'last')
        """;

    // Checks the lease in the same step, because an instance that was suspended and lost the lease must not append.
    private const string AppendScript = """
        if redis.call('GET', KEYS[3]) ~= ARGV[1] then return 0 end
        local epoch = redis.call('HGET', KEYS[1], 'epoch')
        if not epoch then return -1 end
        local last = redis.call('HINCRBY', KEYS[1], 'last', ARGV[2])
        local oldest = string.format('%.0f', redis.call('TIME')[1] * 1000 - ARGV[6])
        redis.call('XADD', KEYS[2], 'MINID', '~', oldest, '*',
          'epoch', epoch, 'first', string.format('%.0f', last - ARGV[2] + 1), 'at', ARGV[3], 'messages', ARGV[4], 'state', ARGV[5])
        redis.call('PUBLISH', ARGV[7], '')
        return 1
        """;

    private static readonly RedisValue Beginning = "0-0";

    public string Server => "Redis";

    public bool LogsOutages => true;

    public bool MayDeliver => true; // an append that Redis has accepted is in the log

    // Redis numbers the messages itself, so an instance's numbers cannot diverge from the log's.
    public async Task<RelayHead> JoinAsync(RelayHead own, bool diverged, CancellationToken cancellationToken)
    {
        var result = await redis.EvaluateAsync(JoinScript, [redis.Head, redis.Batches], [own.Epoch, own.Last, StreamHub.NewEpoch()]);
        var head = (RedisValue[])result!;
        return new((string)head[0]!, (long)head[1]);
    }

    public async Task<RelayAppendResult> AppendAsync(RelayEntry entry, int count, CancellationToken cancellationToken)
    {
        var result = await redis.EvaluateAsync(
            AppendScript,
            [redis.Head, redis.Batches, redis.Lease],
            [
                redis.InstanceId, count, entry.At.ToUnixTimeMilliseconds(), entry.Messages, entry.State,
                (long)options.ReplayWindow.TotalMilliseconds, redis.News.ToString(),
            ]);
        return (RelayAppendResult)(int)result;
    }

    public async Task<RelayPage> ReadAsync(string? after, CancellationToken cancellationToken)
    {
        var entries = await redis.ReadAsync(after ?? Beginning, Page);
        return new([.. entries.Select(Parse)], entries.Length > 0 ? entries[^1].Id : after, entries.Length < Page);
    }

    public async Task ListenAsync(Action onNews, CancellationToken cancellationToken)
    {
        await redis.SubscribeAsync(onNews);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken); // later connections subscribe, too
    }

    private static RelayEntry Parse(StreamEntry entry) => new(
        (string)entry["epoch"]!,
        (long)entry["first"],
        DateTimeOffset.FromUnixTimeMilliseconds((long)entry["at"]),
        (byte[])entry["messages"]!,
        (byte[])entry["state"]!);
}
