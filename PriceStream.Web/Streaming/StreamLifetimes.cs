using System.Buffers;

namespace PriceStream.Web.Streaming;

/// <summary>Sends heartbeats, ends streams at their maximum age, and disconnects clients that read nothing.</summary>
internal sealed class StreamLifetimes
{
    /// <summary>A client that reads nothing for this long is disconnected.</summary>
    public static readonly TimeSpan StallLimit = TimeSpan.FromSeconds(30);

    private readonly SubscriptionIndex subscriptions;
    private readonly SubscriptionWriter writer;
    private readonly SubscriptionGuard guard;
    private readonly SseOptions options;
    private readonly TimeProvider clock;
    private readonly Action<StreamSubscription> expire;
    private readonly Action<StreamSubscription> beat;
    private byte[] heartbeat = [];

    public StreamLifetimes(
        SubscriptionIndex subscriptions,
        SubscriptionWriter writer,
        StreamGoodbye goodbye,
        SubscriptionGuard guard,
        SseOptions options,
        TimeProvider clock)
    {
        (this.subscriptions, this.writer, this.guard, this.options, this.clock) = (subscriptions, writer, guard, options, clock);
        expire = subscription => goodbye.End(subscription, StreamEnd.Timeout);
        beat = Beat;
    }

    public void Begin(StreamSubscription added)
    {
        var now = clock.Elapsed();
        added.ScheduleHeartbeat(now + options.HeartbeatInterval);
        added.ExpireAt(now + options.ConnectionTimeout * (1 - 0.2 * Random.Shared.NextDouble()));
    }

    public void Sweep()
    {
        var now = clock.Elapsed();
        heartbeat = StreamFrames.RenderHeartbeat(clock.GetUtcNow());
        for (var index = subscriptions.All.Count - 1; index >= 0; index--)
        {
            Sweep(subscriptions.All[index], now);
        }
    }

    private void Sweep(StreamSubscription subscription, TimeSpan now)
    {
        if (subscription.HasStalled(now, StallLimit))
        {
            writer.CountCut();
            subscription.Cut(now);
        }
        else if (subscription is { IsFlushing: false, IsOpen: true } && now >= subscription.ExpiresAt)
        {
            guard.Run(subscription, expire);
        }
        else if (subscription is { IsFlushing: false, IsOpen: true } && now >= subscription.NextHeartbeat)
        {
            subscription.ScheduleHeartbeat(now + options.HeartbeatInterval);
            guard.Run(subscription, beat);
        }
    }

    private void Beat(StreamSubscription subscription)
    {
        writer.Open(subscription);
        writer.Write(heartbeat);
        writer.Flush();
    }
}
