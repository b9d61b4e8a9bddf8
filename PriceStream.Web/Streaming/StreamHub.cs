using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;

namespace PriceStream.Web.Streaming;

/// <summary>
/// One publisher, many readers: a bounded log of batches, in which every client is a cursor. Publishing appends to the log and wakes the
/// loops that write. It does no work per client and never waits for one.
/// </summary>
public sealed class StreamHub
{
    private readonly Lock publishing = new();
    private readonly SseOptions options;
    private readonly TimeProvider clock;
    private readonly StreamMetrics metrics;
    private readonly StreamLoop[] loops;
    private ReplayBuffer log;
    private StreamNotice? notice;
    private int next;
    private bool stopping;
    private bool draining;
    private int drains;

    public StreamHub(SseOptions options, TimeProvider clock, StreamMetrics metrics, ILogger<StreamHub> logger)
        : this(options, clock, metrics, logger, inline: false, Environment.ProcessorCount)
    {
    }

    /// <summary>For tests: everything runs on the caller's thread.</summary>
    internal StreamHub(SseOptions options, TimeProvider clock)
        : this(options, clock, StreamMetrics.None, NullLogger<StreamHub>.Instance, inline: true, 2)
    {
    }

    private StreamHub(SseOptions options, TimeProvider clock, StreamMetrics metrics, ILogger logger, bool inline, int loopCount)
    {
        (this.options, this.clock, this.metrics) = (options, clock, metrics);
        log = new(NewEpoch(), 0, options);
        loops = [.. Enumerable.Range(0, loopCount).Select(_ => new StreamLoop(this, options, clock, metrics, logger, inline))];
    }

    /// <summary>The recent messages. Another log is another epoch.</summary>
    public ReplayBuffer Log => Volatile.Read(ref log);

    public string Epoch => Log.Epoch;

    /// <summary>The id of the newest message, <c>EPOCH-NUMBER</c>. Read it before the state, so that no event is missed.</summary>
    public string LastEventId => Log is var current ? current.IdOf(current.Last) : "";

    /// <summary>The number of the newest message; 0 before the first.</summary>
    public long Last => Log.Last;

    /// <summary>The newest notice; null before the first.</summary>
    public StreamNotice? Notice => Volatile.Read(ref notice);

    /// <summary>Whether the process is stopping: streams end, and none is admitted.</summary>
    public bool Stopping => Volatile.Read(ref stopping);

    /// <summary>Whether the instance is draining: streams end, and none is admitted until <see cref="Undrain"/>.</summary>
    public bool Draining => Volatile.Read(ref draining);

    /// <summary>The number of drains. A loop that sees a new number has streams to end.</summary>
    internal int Drains => Volatile.Read(ref drains);

    public static string NewEpoch() => RandomNumberGenerator.GetHexString(8, lowercase: true);

    /// <summary>Appends the messages to the log and wakes the writers once.</summary>
    /// <param name="messages">At most one per topic.</param>
    /// <param name="notice">Clients get it after the messages; null keeps the one before.</param>
    public void Publish<T>(IReadOnlyList<T> messages, StreamFormat<T> format, StreamNotice? notice = null)
    {
        lock (publishing)
        {
            Append(messages, format, log.Last + 1, clock.GetUtcNow());
            Volatile.Write(ref this.notice, notice ?? this.notice);
        }

        Wake();
    }

    /// <summary>Publishes messages of the relay, with their numbers and the publishing instance's time.</summary>
    /// <param name="isBacklog">See <see cref="StreamBatch.IsBacklog"/>.</param>
    internal void Publish<T>(
        IReadOnlyList<T> messages, StreamFormat<T> format, StreamNotice notice, long first, DateTimeOffset at, bool isBacklog)
    {
        lock (publishing)
        {
            Append(messages, format, first, at, isBacklog);
            Volatile.Write(ref this.notice, notice);
        }

        Wake();
    }

    /// <summary>Replaces the log and its epoch, so that connected clients resync.</summary>
    internal void Adopt(ReplayBuffer other, StreamNotice? newest)
    {
        lock (publishing)
        {
            Volatile.Write(ref notice, newest ?? notice);
            Volatile.Write(ref log, other);
        }

        Wake();
    }

    /// <summary>Starts to write to a subscription, until <see cref="StreamSubscription.Ended"/> completes.</summary>
    public void Add(StreamSubscription subscription)
    {
        var loop = loops[(uint)Interlocked.Increment(ref next) % (uint)loops.Length];
        subscription.Attach(loop);
    }

    /// <summary>Handles heartbeats, lifetimes and stalled clients; called every second.</summary>
    public void Sweep()
    {
        foreach (var loop in loops)
        {
            loop.Sweep();
        }
    }

    /// <summary>Ends all streams, because the process is stopping.</summary>
    public void Stop()
    {
        Volatile.Write(ref stopping, true);
        Wake();
    }

    /// <summary>Ends all streams, including those that are admitted but not added yet. See <see cref="Draining"/>.</summary>
    public void Drain()
    {
        Volatile.Write(ref draining, true); // first: a loop ends the subscriptions that it has, and later ones when they are added
        Interlocked.Increment(ref drains);
        Wake();
    }

    public void Undrain() => Volatile.Write(ref draining, false);

    private void Append<T>(IReadOnlyList<T> messages, StreamFormat<T> format, long first, DateTimeOffset at, bool isBacklog = false)
    {
        if (messages.Count > 0)
        {
            log.Append(StreamBatch.Render(log.Epoch, first, at, clock.GetTimestamp(), messages, format, isBacklog));
            metrics.CountPublished(messages.Count);
        }
    }

    private void Wake()
    {
        foreach (var loop in loops)
        {
            loop.Wake();
        }
    }
}
