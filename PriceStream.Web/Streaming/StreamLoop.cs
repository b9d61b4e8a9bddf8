using System.IO.Pipelines;
using System.Text;

namespace PriceStream.Web.Streaming;

/// <summary>
/// Writes to its share of the clients, one after the other, on one thread at a time. A round is run when something has happened; no
/// client has a task, a timer or a queue of its own. A client whose last write has not been taken is passed over, and caught up when it is.
/// </summary>
internal sealed partial class StreamLoop : IThreadPoolWorkItem
{
    /// <summary>A client that takes nothing for so long is cut.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // After so many clients the loop queues up behind the sends that it has caused. Buffers are then few and still in the processor's
    // cache when they are sent, and a page that is asked for meanwhile waits its turn among a hundred sends, not ten thousand.
    private const int Slice = 64;

    // One returning client's past must not keep all others waiting, nor lie in memory as a whole.
    private const int ReplayPiece = 64 << 10;

    private readonly StreamHub hub;
    private readonly SseOptions options;
    private readonly TimeProvider clock;
    private readonly StreamMetrics metrics;
    private readonly ILogger logger;
    private readonly bool inline;

    private readonly Lock gate = new();
    private List<(StreamSubscription Subscription, StreamSignal Signal)> inbox = [];
    private List<(StreamSubscription Subscription, StreamSignal Signal)> taken = [];
    private int running;
    private bool sweepDue;

    // Only a round touches what follows.
    private readonly List<StreamSubscription> all = [];
    private readonly SubscriptionIndex index = new();
    private readonly Queue<StreamSubscription> ready = new();
    private readonly List<StreamSubscription> concerned = [];
    private readonly List<StreamBatch> news = [];
    private readonly List<StreamBatch> backlog = [];
    private readonly StreamBacklog conflation = new();
    private readonly CountingWriter output = new();
    private ReplayBuffer log;
    private StreamNotice? notice;
    private long position;
    private long before; // the position before what is being told
    private int told; // of those concerned
    private long round;
    private bool stopped;
    private int drained;
    private StreamCounts tally;

    public StreamLoop(StreamHub hub, SseOptions options, TimeProvider clock, StreamMetrics metrics, ILogger logger, bool inline)
    {
        (this.hub, this.options, this.clock, this.metrics, this.logger, this.inline) = (hub, options, clock, metrics, logger, inline);
        log = hub.Log;
        position = log.Last;
    }

    public void Post(StreamSubscription subscription, StreamSignal signal)
    {
        lock (gate)
        {
            inbox.Add((subscription, signal));
        }

        Wake();
    }

    /// <summary>Looks after the clients' heartbeats, lives and stalls in the next round.</summary>
    public void Sweep()
    {
        Volatile.Write(ref sweepDue, true);
        Wake();
    }

    public void Wake()
    {
        if (Interlocked.CompareExchange(ref running, 1, 0) != 0)
        {
            return;
        }

        if (inline)
        {
            Execute();
        }
        else
        {
            // Itself is the work item: a delegate would be an allocation for every slice.
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    /// <summary>One round; the thread pool's.</summary>
    public void Execute()
    {
        Round();
        Interlocked.Exchange(ref running, 0); // before looking again: whoever comes after that look wakes the loop itself
        if (HasWork())
        {
            Wake();
        }
    }

    private bool HasWork()
    {
        lock (gate)
        {
            return told < concerned.Count || inbox.Count > 0 || ready.Count > 0 || Volatile.Read(ref sweepDue)
                || hub.Log != log || log.Last != position || hub.Notice != notice || hub.Drains != drained || (hub.Stopping && !stopped);
        }
    }

    private void Round()
    {
        round++;
        if (told == concerned.Count)
        {
            Begin();
        }

        Tell();
        if (told == concerned.Count)
        {
            Finish();
        }

        metrics.Add(tally);
        tally = default;
    }

    // What has been taken may be written to again; only then is it told what is new, so that it is not thought slow.
    private void Begin()
    {
        lock (gate)
        {
            (inbox, taken) = (taken, inbox);
        }

        Take(StreamSignal.Flushed);
        Follow();
    }

    // Who is added comes after what is new: the id it brings is not newer than what was read of the log.
    private void Finish()
    {
        Take(StreamSignal.Added);
        Take(StreamSignal.Gone);
        taken.Clear();
        CatchUp();
        if (Interlocked.Exchange(ref sweepDue, false))
        {
            LookAfterAll();
        }

        if (hub.Drains is var drains && drains != drained)
        {
            drained = drains;
            EndAll(StreamEnd.Drain);
        }

        if (hub.Stopping && !stopped)
        {
            stopped = true;
            EndAll(StreamEnd.Shutdown);
        }
    }

    private void Take(StreamSignal wanted)
    {
        foreach (var (subscription, signal) in taken)
        {
            if (signal != wanted)
            {
                continue;
            }

            switch (signal)
            {
                case StreamSignal.Added:
                    Guarded(subscription, static (loop, added) => loop.Start(added));
                    break;
                case StreamSignal.Flushed:
                    Flushed(subscription);
                    break;
                case StreamSignal.Gone:
                    Guarded(subscription, static (loop, gone) => loop.End(gone, StreamEnd.Gone));
                    break;
            }
        }
    }

    // Not the time of day: a clock that is set back would stop all heartbeats, and one that is set forward would end all streams at once.
    private TimeSpan Now => clock.GetElapsedTime(0);

    private void Start(StreamSubscription subscription)
    {
        if (subscription.Ending is not null)
        {
            return; // gone before it was here
        }

        var now = Now;
        subscription.Place = all.Count;
        all.Add(subscription);
        index.Add(subscription);
        subscription.NextBeat = now + options.HeartbeatInterval;
        subscription.LifeEnds = now + options.ConnectionTimeout * (1 - 0.2 * Random.Shared.NextDouble());
        output.Set(subscription.Output);
        Greet(subscription);
        if (stopped || hub.Draining)
        {
            End(subscription, stopped ? StreamEnd.Shutdown : StreamEnd.Drain);
            return;
        }

        if (!subscription.Behind)
        {
            Notify(subscription);
        }

        Flush(subscription);
    }

    private void Greet(StreamSubscription subscription)
    {
        var past = subscription.LastEventId is { } id ? log.NumberOf(id) : position;
        var known = past is { } number && number <= position && log.Holds(number);
        // Those who lose their streams in the same moment, because the process died, must not all come back in the same one.
        var retry = options.ReconnectBaseDelay + (options.ReconnectMaxDelay - options.ReconnectBaseDelay) * (Random.Shared.NextDouble() / 4);
        SseFrame.Line(output, "retry: ", ((int)retry.TotalMilliseconds).ToString());
        // A client that is resynchronised has no id to come back with until it has the whole state.
        SseFrame.Write(output, known ? log.IdOf(past!.Value) : null, "connected",
            $$"""{"client_id":"{{subscription.ClientId}}","heartbeat_seconds":{{(int)options.HeartbeatInterval.TotalSeconds}},"last_event_id":"{{log.IdOf(position)}}"}""");
        if (!known)
        {
            Resync(subscription, past is null ? "unknown id" : "too long ago", past);
            return;
        }

        subscription.Cursor = past!.Value;
        subscription.Behind = past < position;
    }

    // Reads what is new, and finds those whom it concerns.
    private void Follow()
    {
        var latest = hub.Notice; // before the log: a notice never comes before the messages that were published with it
        var current = hub.Log;
        before = position;
        news.Clear();
        if (current != log)
        {
            ChangeEpoch(current);
        }
        else if (!log.TryRead(position, long.MaxValue, news))
        {
            Overtaken();
        }

        position = news.Count > 0 ? news[^1].Last : position;
        told = 0;
        concerned.Clear();
        if (latest != notice)
        {
            notice = latest;
            concerned.AddRange(all);
        }
        else if (news.Count > 0)
        {
            FindConcerned();
        }
    }

    private void FindConcerned()
    {
        concerned.AddRange(index.Everything);
        foreach (var tick in news)
        {
            foreach (var topic in tick.Topics)
            {
                Find(topic);
            }
        }
    }

    private void Find(int topic)
    {
        if (index.Of(topic) is not { } askers)
        {
            return;
        }

        foreach (var subscription in askers)
        {
            if (subscription.Round != round)
            {
                subscription.Round = round;
                concerned.Add(subscription);
            }
        }
    }

    // Everything new, to the next of those whom it concerns, in one write each.
    private void Tell()
    {
        for (var slice = 0; slice < Slice && told < concerned.Count; slice++)
        {
            var subscription = concerned[told++];
            if (subscription.Ending is null)
            {
                Guarded(subscription, static (loop, follower) => loop.Tell(follower));
            }
        }

        if (told == concerned.Count && told > 0 && news.Count > 0)
        {
            metrics.Delivered(clock.GetElapsedTime(news[0].PublishedAt));
        }
    }

    private void Tell(StreamSubscription subscription)
    {
        if (subscription.Behind)
        {
            return; // what is new lies ahead of its cursor
        }

        if (subscription.Flushing)
        {
            subscription.Behind = subscription.Slow = true;
            subscription.Cursor = before;
            return;
        }

        output.Set(subscription.Output);
        foreach (var tick in news)
        {
            tally.Delivered += tick.Write(output, before, subscription.Topics, subscription.Html);
        }

        Notify(subscription);
        Flush(subscription);
    }

    // A client that was slow, or that comes back, is written what it misses as soon as it can be written to.
    private void CatchUp()
    {
        for (var count = Math.Min(Slice, ready.Count); count > 0; count--)
        {
            var subscription = ready.Dequeue();
            if (!subscription.Flushing && subscription.Ending is null)
            {
                Guarded(subscription, static (loop, late) => loop.CatchUp(late));
            }
        }
    }

    private void CatchUp(StreamSubscription subscription)
    {
        output.Set(subscription.Output);
        backlog.Clear();
        if (subscription.Lost)
        {
            Resync(subscription, "new epoch", null);
        }
        else if (subscription.Behind && !log.TryRead(subscription.Cursor, position, backlog))
        {
            Resync(subscription, "too slow", subscription.Cursor);
        }
        else if (subscription.Slow)
        {
            var (written, conflated) = conflation.Write(output, backlog, subscription.Cursor, subscription.Topics, subscription.Html);
            tally.Delivered += written;
            tally.Conflated += conflated;
            subscription.Behind = subscription.Slow = false;
        }
        else if (subscription.Behind)
        {
            Replay(subscription);
        }

        if (!subscription.Behind)
        {
            Notify(subscription);
        }

        Flush(subscription);
    }

    private void Replay(StreamSubscription subscription)
    {
        foreach (var tick in backlog)
        {
            var written = tick.Write(output, subscription.Cursor, subscription.Topics, subscription.Html);
            tally.Delivered += written;
            tally.Replayed += written;
            subscription.Cursor = tick.Last;
            if (output.Written >= ReplayPiece)
            {
                break;
            }
        }

        subscription.Behind = subscription.Cursor < position;
    }

    private void Resync(StreamSubscription subscription, string reason, long? since)
    {
        var missed = since is { } number && log.TimeOf(number) is { } time ? ((long)(clock.GetUtcNow() - time).TotalSeconds).ToString() : "null";
        subscription.Behind = subscription.Slow = subscription.Lost = false;
        subscription.Resync(output, subscription.Topics, subscription.Html, log.IdOf(position), $$"""{"reason":"{{reason}}","missed_seconds":{{missed}}}""");
        tally.Resyncs++;
    }

    private void ChangeEpoch(ReplayBuffer current)
    {
        log = current;
        position = log.Last;
        foreach (var subscription in all)
        {
            if (subscription.Ending is null)
            {
                subscription.Lost = subscription.Behind = true;
                ready.Enqueue(subscription);
            }
        }
    }

    // So much was published since the last round that the log has forgotten the first of it.
    private void Overtaken()
    {
        foreach (var subscription in all)
        {
            if (subscription is { Ending: null, Behind: false })
            {
                subscription.Behind = subscription.Slow = true;
                subscription.Cursor = position;
                ready.Enqueue(subscription);
            }
        }

        position = log.Last;
    }

    private void Notify(StreamSubscription subscription)
    {
        if (notice is not null && subscription.Seen != notice)
        {
            var frame = subscription.Seen is null ? notice.Now() : notice.First;
            subscription.Seen = notice;
            System.Buffers.BuffersExtensions.Write(output, frame);
        }
    }

    private void LookAfterAll()
    {
        var now = Now;
        var beat = Encoding.UTF8.GetBytes($"event: heartbeat\ndata: {{\"ts\":{clock.GetUtcNow().ToUnixTimeSeconds()}}}\n\n");
        for (var place = all.Count - 1; place >= 0; place--)
        {
            var subscription = all[place];
            if (subscription.Flushing)
            {
                if (now - subscription.FlushingSince >= Patience)
                {
                    tally.Cut++;
                    subscription.FlushingSince = now; // once
                    subscription.Abort();
                }
            }
            else if (subscription.Ending is null && now >= subscription.LifeEnds)
            {
                Guarded(subscription, static (loop, old) => loop.End(old, StreamEnd.Timeout));
            }
            else if (subscription.Ending is null && now >= subscription.NextBeat)
            {
                subscription.NextBeat = now + options.HeartbeatInterval;
                output.Set(subscription.Output);
                System.Buffers.BuffersExtensions.Write(output, beat);
                Guarded(subscription, static (loop, quiet) => loop.Flush(quiet));
            }
        }
    }

    private void EndAll(StreamEnd end)
    {
        for (var place = all.Count - 1; place >= 0; place--)
        {
            if (end == StreamEnd.Shutdown && all[place].Flushing)
            {
                all[place].Abort(); // it does not read, and the process does not wait for it
            }

            Guarded(all[place], (loop, subscription) => loop.End(subscription, end));
        }
    }

    private void End(StreamSubscription subscription, StreamEnd end)
    {
        if (subscription.Ending is not null)
        {
            return;
        }

        subscription.Ending = end;
        if (subscription.Slots.Length > 0)
        {
            index.Remove(subscription);
        }

        if (!subscription.Flushing)
        {
            SayGoodbye(subscription);
        }
    }

    private void SayGoodbye(StreamSubscription subscription)
    {
        if (subscription.Ending != StreamEnd.Gone)
        {
            output.Set(subscription.Output);
            SseFrame.Write(output, null, "bye", $$"""{"reason":"{{subscription.Ending.ToString()!.ToLowerInvariant()}}"}""");
            subscription.Ending = StreamEnd.Gone;
            Flush(subscription);
        }

        if (!subscription.Flushing)
        {
            Finish(subscription);
        }
    }

    private void Finish(StreamSubscription subscription)
    {
        if (subscription.Place < all.Count && all[subscription.Place] == subscription)
        {
            var last = all[^1];
            all[subscription.Place] = last;
            last.Place = subscription.Place;
            all.RemoveAt(all.Count - 1);
        }

        subscription.End();
    }

    private void Flushed(StreamSubscription subscription)
    {
        subscription.Flushing = false;
        if (subscription.Ending is not null)
        {
            Guarded(subscription, static (loop, ending) => loop.SayGoodbye(ending));
        }
        else
        {
            ready.Enqueue(subscription);
        }
    }

    private void Flush(StreamSubscription subscription)
    {
        if (output.Written > 0)
        {
            tally.Bytes += output.Written;
            var flush = subscription.Output.FlushAsync(CancellationToken.None);
            if (flush.IsCompletedSuccessfully)
            {
                _ = flush.Result; // gives what backs it back
            }
            else
            {
                subscription.Flushing = true;
                subscription.FlushingSince = Now;
                _ = AwaitAsync(subscription, flush);
            }
        }

        if (subscription is { Behind: true, Flushing: false, Ending: null })
        {
            ready.Enqueue(subscription);
        }
    }

    // Rare: the client has not taken what it was written before.
    private async Task AwaitAsync(StreamSubscription subscription, ValueTask<FlushResult> flush)
    {
        try
        {
            await flush;
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            Failed(logger, fault); // the connection is broken, and Gone is on its way
        }

        Post(subscription, StreamSignal.Flushed);
    }

    // One client's fault must not reach the others. Whatever it is, that client's connection is of no more use.
    private void Guarded(StreamSubscription subscription, Action<StreamLoop, StreamSubscription> step)
    {
        try
        {
            step(this, subscription);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            Failed(logger, fault);
            subscription.Abort();
            if (subscription.Ending is null && subscription.Slots.Length > 0)
            {
                index.Remove(subscription);
            }

            subscription.Ending = StreamEnd.Gone;
            Finish(subscription);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "A stream could not be written to")]
    private static partial void Failed(ILogger logger, Exception fault);
}
