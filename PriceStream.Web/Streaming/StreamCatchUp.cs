namespace PriceStream.Web.Streaming;

/// <summary>
/// Brings subscriptions to the loop's position. It sends <c>connected</c> to a new client. A client that has returned, was slow, or is in
/// another epoch gets what it missed as soon as it can be written to.
/// </summary>
internal sealed class StreamCatchUp
{
    // A returning client's backlog must neither delay the others nor be in memory as a whole.
    private const int ReplayPiece = 64 << 10;

    private readonly ReplayReader reader;
    private readonly SubscriptionWriter writer;
    private readonly SubscriptionGuard guard;
    private readonly SseOptions options;
    private readonly TimeProvider clock;
    private readonly Action<StreamSubscription> catchUp;
    private readonly Queue<StreamSubscription> waiting = new();
    private readonly List<StreamBatch> missed = [];
    private readonly Conflation conflation = new();

    public StreamCatchUp(ReplayReader reader, SubscriptionWriter writer, SubscriptionGuard guard, SseOptions options, TimeProvider clock)
    {
        (this.reader, this.writer, this.guard, this.options, this.clock) = (reader, writer, guard, options, clock);
        catchUp = CatchUp;
    }

    public bool IsDone => waiting.Count == 0;

    /// <summary>Handles a subscription that can be written to and may be behind.</summary>
    public void Enqueue(StreamSubscription subscription) => waiting.Enqueue(subscription);

    /// <summary>Handles a change of the epoch, which invalidates the clients' ids.</summary>
    public void ResyncAll(List<StreamSubscription> subscriptions)
    {
        foreach (var subscription in subscriptions)
        {
            if (subscription.IsOpen)
            {
                subscription.LoseEpoch();
                Enqueue(subscription);
            }
        }
    }

    /// <summary>Handles messages that the log dropped before the loop read them.</summary>
    public void FallBehindAll(List<StreamSubscription> subscriptions)
    {
        foreach (var subscription in subscriptions)
        {
            if (subscription.IsOpen && !subscription.IsBehind)
            {
                subscription.FallBehind(reader.PreviousPosition);
                Enqueue(subscription);
            }
        }
    }

    /// <summary>Writes the first frames of a stream, without sending them.</summary>
    public void Connect(StreamSubscription subscription)
    {
        var cursor = subscription.LastEventId is { } id ? reader.Log.NumberOf(id) : reader.Position;
        var canReplay = cursor is { } number && number <= reader.Position && reader.Log.Holds(number);
        writer.Open(subscription);
        // A random delay: when the process dies, all clients lose their streams at once and must not all return at once.
        var jitter = Random.Shared.NextDouble() / 4;
        StreamFrames.WriteRetry(writer, options.ReconnectBaseDelay + (options.ReconnectMaxDelay - options.ReconnectBaseDelay) * jitter);
        StreamFrames.WriteConnected(
            writer,
            canReplay ? reader.Log.IdOf(cursor!.Value) : null,
            new(subscription.ClientId, (int)options.HeartbeatInterval.TotalSeconds, reader.Log.IdOf(reader.Position)));
        if (canReplay)
        {
            subscription.AdvanceTo(cursor!.Value, reader.Position);
        }
        else
        {
            Resync(subscription, cursor is null ? "unknown id" : "too long ago", cursor);
        }
    }

    /// <summary>Sends what was written. A subscription that is still behind continues later.</summary>
    public void Send(StreamSubscription subscription)
    {
        if (!subscription.IsBehind)
        {
            writer.WriteNotice(reader.Notice);
        }

        writer.Flush();
        if (subscription is { IsBehind: true, IsFlushing: false })
        {
            Enqueue(subscription);
        }
    }

    public void CatchUpSlice()
    {
        for (var left = Math.Min(StreamLoop.Slice, waiting.Count); left > 0; left--)
        {
            var subscription = waiting.Dequeue();
            if (subscription is { IsFlushing: false, IsOpen: true })
            {
                guard.Run(subscription, catchUp);
            }
        }
    }

    private void CatchUp(StreamSubscription subscription)
    {
        writer.Open(subscription);
        missed.Clear();
        if (subscription.HasLostEpoch)
        {
            Resync(subscription, "new epoch", null);
        }
        else if (subscription.IsBehind && !reader.Log.TryRead(subscription.Cursor, reader.Position, missed))
        {
            Resync(subscription, "too slow", subscription.Cursor);
        }
        else if (subscription.IsSlow)
        {
            writer.WriteConflated(conflation, missed, subscription.Cursor);
            subscription.CaughtUp();
        }
        else if (subscription.IsBehind)
        {
            Replay(subscription);
        }

        Send(subscription);
    }

    private void Replay(StreamSubscription subscription)
    {
        foreach (var batch in missed)
        {
            writer.WriteReplay(batch, subscription.Cursor);
            subscription.AdvanceTo(batch.Last, reader.Position);
            if (writer.Written >= ReplayPiece)
            {
                return;
            }
        }
    }

    private void Resync(StreamSubscription subscription, string reason, long? cursor)
    {
        subscription.CaughtUp();
        writer.WriteResync(reader.Log.IdOf(reader.Position), new(reason, MissedSeconds(cursor)));
    }

    private long? MissedSeconds(long? cursor) =>
        cursor is { } number && reader.Log.TimeOf(number) is { } time ? (long)(clock.GetUtcNow() - time).TotalSeconds : null;
}
