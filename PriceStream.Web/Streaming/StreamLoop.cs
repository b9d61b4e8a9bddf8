namespace PriceStream.Web.Streaming;

/// <summary>
/// Writes to its share of the clients, one after the other, on one thread at a time. A round runs when something has happened; no client
/// has a task, a timer or a queue of its own. A client that has not read its last write is skipped, and catches up once it has.
/// </summary>
internal sealed class StreamLoop : IThreadPoolWorkItem
{
    /// <summary>
    /// After this many clients, the loop yields to the sends that it has caused. The buffers are then few and still in the processor's
    /// cache when they are sent, and a page request waits for at most this many sends.
    /// </summary>
    public const int Slice = 64;

    private readonly bool inline;
    private readonly TimeProvider clock;
    private readonly StreamMetrics metrics;
    private readonly StreamInbox inbox = new();
    private readonly SubscriptionIndex subscriptions = new();
    private readonly SubscriptionGuard guard;
    private readonly SubscriptionWriter writer;
    private readonly ReplayReader reader;
    private readonly StreamDelivery delivery;
    private readonly StreamCatchUp catchUp;
    private readonly StreamGoodbye goodbye;
    private readonly StreamLifetimes lifetimes;
    private readonly Action<StreamSubscription> handleAdded;
    private readonly Action<StreamSubscription> handleFlushed;
    private readonly Action<StreamSubscription> handleGone;
    private int running;
    private bool isSweepDue;

    /// <param name="inline">For tests: a round runs on the thread that caused it.</param>
    public StreamLoop(StreamHub hub, SseOptions options, TimeProvider clock, StreamMetrics metrics, ILogger logger, bool inline)
    {
        (this.clock, this.metrics, this.inline) = (clock, metrics, inline);
        guard = new(subscriptions, logger);
        writer = new(metrics, clock, logger);
        reader = new(hub);
        delivery = new(reader, subscriptions, writer, guard);
        catchUp = new(reader, writer, guard, options, clock);
        goodbye = new(hub, subscriptions, writer, guard);
        lifetimes = new(subscriptions, writer, goodbye, guard, options, clock);
        handleAdded = HandleAdded;
        handleFlushed = HandleFlushed;
        handleGone = subscription => goodbye.End(subscription, StreamEnd.Gone);
    }

    public void Post(StreamSubscription subscription, StreamSignal signal)
    {
        inbox.Add(subscription, signal);
        Wake();
    }

    /// <summary>Makes the next round handle heartbeats, lifetimes and stalled clients.</summary>
    public void Sweep()
    {
        Volatile.Write(ref isSweepDue, true);
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
            // The loop is its own work item, because a delegate would be an allocation for every slice.
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    /// <summary>Runs one round; called by the thread pool.</summary>
    public void Execute()
    {
        RunRound();
        Interlocked.Exchange(ref running, 0); // before the check for work: anything that arrives later wakes the loop again
        if (HasWork())
        {
            Wake();
        }
    }

    private bool HasWork() =>
        !delivery.IsDone || !catchUp.IsDone || !inbox.IsEmpty || Volatile.Read(ref isSweepDue) || reader.HasNews || goodbye.IsDue;

    // A round delivers one slice. The first round of a delivery starts it, and the last one does everything else.
    private void RunRound()
    {
        if (delivery.IsDone)
        {
            BeginDelivery();
        }

        delivery.DeliverSlice();
        if (delivery.IsDone)
        {
            EndDelivery();
        }

        writer.ReportCounts();
    }

    // Completed writes first, so that a client that can be written to again does not count as slow.
    private void BeginDelivery()
    {
        inbox.Take();
        Handle(StreamSignal.Flushed, handleFlushed);
        switch (reader.Read())
        {
            case ReplayProgress.NewEpoch:
                catchUp.ResyncAll(subscriptions.All);
                break;
            case ReplayProgress.Overtaken:
                catchUp.FallBehindAll(subscriptions.All);
                break;
        }

        delivery.FindRecipients();
    }

    // New clients after the delivery, so that no client's id is newer than the loop's position in the log.
    private void EndDelivery()
    {
        if (delivery.HasRecipients && reader.Batches.Count > 0)
        {
            metrics.RecordDelivery(clock.GetElapsedTime(reader.Batches[0].PublishedAt));
        }

        Handle(StreamSignal.Added, handleAdded);
        Handle(StreamSignal.Gone, handleGone);
        catchUp.CatchUpSlice();
        if (Interlocked.Exchange(ref isSweepDue, false))
        {
            lifetimes.Sweep();
        }

        goodbye.EndAllIfDue();
    }

    private void Handle(StreamSignal kind, Action<StreamSubscription> handle)
    {
        foreach (var (subscription, signal) in inbox.Taken)
        {
            if (signal == kind)
            {
                guard.Run(subscription, handle);
            }
        }
    }

    private void HandleAdded(StreamSubscription subscription)
    {
        if (!subscription.IsOpen)
        {
            return; // it left before the loop added it
        }

        subscriptions.Add(subscription);
        lifetimes.Begin(subscription);
        catchUp.Connect(subscription);
        if (!goodbye.TryTurnAway(subscription))
        {
            catchUp.Send(subscription);
        }
    }

    private void HandleFlushed(StreamSubscription subscription)
    {
        subscription.EndFlush();
        if (subscription.IsOpen)
        {
            catchUp.Enqueue(subscription);
        }
        else
        {
            goodbye.Finish(subscription);
        }
    }
}
