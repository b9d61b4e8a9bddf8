using System.Buffers;
using System.Threading.Channels;
using StackExchange.Redis;

namespace PriceStream.Web.Streaming.Relay;

/// <summary>
/// Ticks over a Redis Stream. One instance publishes; numbers are given by Redis, and every instance, the publisher too, puts into its
/// log what it reads from the stream, so that ids, order and replay are the same on all of them.
/// </summary>
public sealed partial class StreamRelay<T> : BackgroundService
{
    // An instance says what it knows and is told what is so. The first to come to an empty Redis says what is so; after Redis has lost
    // its data, the one that knows most does. Numbers that were given for something else since then cannot be mended: a new epoch.
    private const string Join = """
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

    // Only the holder of the lease may, so that one which was away for a while and does not know that it lost it does no harm.
    private const string Append = """
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

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1); // a message that tells of news may get lost

    private readonly RelayRedis redis;
    private readonly StreamLease lease;
    private readonly StreamHub hub;
    private readonly StreamFormat<T> format;
    private readonly RelayFormat<T> relay;
    private readonly SseOptions options;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly SemaphoreSlim pulling = new(1, 1);
    private readonly Channel<bool> wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private RedisValue read = "0-0";
    private bool subscribed;
    private bool lost;

    internal StreamRelay(RelayRedis redis, StreamLease lease, StreamHub hub, StreamFormat<T> format, RelayFormat<T> relay, SseOptions options, TimeProvider clock, ILogger logger) =>
        (this.redis, this.lease, this.hub, this.format, this.relay, this.options, this.clock, this.logger) = (redis, lease, hub, format, relay, options, clock, logger);

    /// <summary>
    /// Publishes a tick to all instances; when this returns, it is in this one's log. False when another instance has taken the lease
    /// over meanwhile: then nothing was published. Throws <see cref="RelayException"/> when Redis does not answer.
    /// </summary>
    /// <param name="state">What <see cref="RelayFormat{T}.Accept"/> is given with the messages.</param>
    public async Task<bool> PublishAsync(IReadOnlyList<T> messages, ReadOnlyMemory<byte> state, CancellationToken cancellationToken)
    {
        var done = await AppendAsync(messages, state);
        if (done == -1)
        {
            await PullAsync(cancellationToken); // joins a Redis that has forgotten everything
            done = await AppendAsync(messages, state);
        }

        await PullAsync(cancellationToken);
        return done == 1;
    }

    /// <summary>Takes in what the other instances know. False when Redis does not answer: this goes on by itself later.</summary>
    public async Task<bool> CatchUpAsync(CancellationToken cancellationToken)
    {
        try
        {
            await PullAsync(cancellationToken);
            if (lost)
            {
                lost = false;
                Back(logger);
            }

            return true;
        }
        catch (RelayException fault)
        {
            if (!lost)
            {
                lost = true;
                Lost(logger, fault.InnerException ?? fault);
            }

            return false;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // An entry that cannot be read, a database that cannot be: the next entry leaves a gap, and that is mended.
            Failed(logger, fault);
            return false;
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await lease.ReleaseAsync();
        }
        catch (RelayException)
        {
            // It lapses by itself.
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        pulling.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = clock.CreateTimer(_ => wake.Writer.TryWrite(true), null, LookEvery, LookEvery);
        do
        {
            if (await CatchUpAsync(stoppingToken) && !subscribed)
            {
                await SubscribeAsync();
            }
        }
        while (await wake.Reader.ReadAsync(stoppingToken));
    }

    private async Task SubscribeAsync()
    {
        try
        {
            await redis.Subscriber.SubscribeAsync(redis.News, (_, _) => wake.Writer.TryWrite(true));
            subscribed = true;
        }
        catch (RedisException)
        {
            // The next look tries again.
        }
    }

    private async Task<int> AppendAsync(IReadOnlyList<T> messages, ReadOnlyMemory<byte> state)
    {
        var bytes = new ArrayBufferWriter<byte>();
        relay.Write(bytes, messages);
        return (int)await RelayRedis.AskAsync(() => redis.Database.ScriptEvaluateAsync(Append, [redis.Head, redis.Ticks, redis.Lease],
        [
            redis.Me, messages.Count, clock.GetUtcNow().ToUnixTimeMilliseconds(), bytes.WrittenMemory, state,
            (long)options.ReplayWindow.TotalMilliseconds, redis.News.ToString(),
        ]));
    }

    // Joins, and takes in everything that was not read yet.
    private async Task PullAsync(CancellationToken cancellationToken)
    {
        await pulling.WaitAsync(cancellationToken);
        try
        {
            var log = hub.Log;
            var head = (RedisValue[])(await RelayRedis.AskAsync(() => redis.Database.ScriptEvaluateAsync(
                Join, [redis.Head, redis.Ticks], [log.Epoch, log.Last, StreamHub.NewEpoch()])))!;
            var epoch = (string)head[0]!;
            if (epoch != log.Epoch)
            {
                read = "0-0";
                await AdoptAsync(epoch, (long)head[1], await ReadAsync(epoch), cancellationToken);
                return;
            }

            foreach (var entry in await ReadAsync(epoch))
            {
                await TakeAsync(entry, cancellationToken);
            }
        }
        finally
        {
            pulling.Release();
        }
    }

    private async Task<List<RelayEntry>> ReadAsync(string epoch)
    {
        const int Page = 100;
        var entries = new List<RelayEntry>();
        StreamEntry[] page;
        do
        {
            page = await RelayRedis.AskAsync(() => redis.Database.StreamReadAsync(redis.Ticks, read, Page));
            entries.AddRange(page.Select(RelayEntry.Of).Where(entry => entry.Epoch == epoch));
            read = page.Length > 0 ? page[^1].Id : read;
        }
        while (page.Length == Page);
        return entries;
    }

    // What others know takes the place of what was known here.
    private async Task AdoptAsync(string epoch, long last, List<RelayEntry> entries, CancellationToken cancellationToken)
    {
        await relay.ReloadAsync(cancellationToken);
        var log = new ReplayBuffer(epoch, entries.Count > 0 ? entries[0].First - 1 : last, options);
        StreamNotice? notice = null;
        foreach (var entry in entries)
        {
            var messages = relay.Read(entry.Messages);
            notice = relay.Accept(messages, entry.State);
            if (messages.Count > 0)
            {
                log.Append(StreamBatch.Render(epoch, entry.First, entry.At, clock.GetTimestamp(), messages, format));
            }
        }

        hub.Adopt(log, notice);
        Adopted(logger, epoch, log.Last);
    }

    private async Task TakeAsync(RelayEntry entry, CancellationToken cancellationToken)
    {
        var messages = relay.Read(entry.Messages);
        if (entry.First + messages.Count - 1 < hub.Last || (messages.Count > 0 && entry.First <= hub.Last))
        {
            return; // known already: this instance was here when the stream began
        }

        if (entry.First > hub.Last + 1)
        {
            await relay.ReloadAsync(cancellationToken); // the stream has forgotten what lies between
        }

        // The state goes first, the id that stands for it second: a page rendered in between is ahead of its id, never behind it.
        var notice = relay.Accept(messages, entry.State);
        hub.Publish(messages, format, notice, entry.First, entry.At);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis does not answer: no prices are polled until it does")]
    private static partial void Lost(ILogger logger, Exception fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "Ticks from Redis could not be taken in")]
    private static partial void Failed(ILogger logger, Exception fault);

    [LoggerMessage(Level = LogLevel.Information, Message = "Redis answers again")]
    private static partial void Back(ILogger logger);

    [LoggerMessage(Level = LogLevel.Information, Message = "Took over the stream of epoch {Epoch} up to {Last} from Redis")]
    private static partial void Adopted(ILogger logger, string epoch, long last);
}
