namespace PriceStream.Web.Streaming;

/// <summary>Ends subscriptions: one by one, or all of them when the administrator drains the instance or the process stops.</summary>
internal sealed class StreamGoodbye
{
    private readonly StreamHub hub;
    private readonly SubscriptionIndex subscriptions;
    private readonly SubscriptionWriter writer;
    private readonly SubscriptionGuard guard;
    private readonly Action<StreamSubscription> endByDrain;
    private readonly Action<StreamSubscription> endByShutdown;
    private int drains;
    private bool stopped;

    public StreamGoodbye(StreamHub hub, SubscriptionIndex subscriptions, SubscriptionWriter writer, SubscriptionGuard guard)
    {
        (this.hub, this.subscriptions, this.writer, this.guard) = (hub, subscriptions, writer, guard);
        endByDrain = subscription => End(subscription, StreamEnd.Drain);
        endByShutdown = subscription => End(subscription, StreamEnd.Shutdown);
    }

    /// <summary>Whether this loop still has to end its subscriptions for the last drain or the shutdown.</summary>
    public bool IsDue => hub.Drains != drains || (hub.Stopping && !stopped);

    public void EndAllIfDue()
    {
        if (hub.Drains is var current && current != drains)
        {
            drains = current;
            EndAll(endByDrain);
        }

        if (hub.Stopping && !stopped)
        {
            stopped = true;
            AbortFlushing();
            EndAll(endByShutdown);
        }
    }

    /// <summary>Ends a subscription that was admitted before a drain or shutdown and added after it. False without either.</summary>
    public bool TryTurnAway(StreamSubscription added)
    {
        if (stopped)
        {
            End(added, StreamEnd.Shutdown);
        }
        else if (hub.Draining)
        {
            End(added, StreamEnd.Drain);
        }

        return !added.IsOpen;
    }

    /// <summary>Ends an open subscription. It gets its goodbye now or, when it is flushing, after that.</summary>
    public void End(StreamSubscription subscription, StreamEnd reason)
    {
        if (!subscription.IsOpen)
        {
            return;
        }

        subscription.BeginEnd(reason);
        subscriptions.Unsubscribe(subscription);
        if (!subscription.IsFlushing)
        {
            Finish(subscription);
        }
    }

    /// <summary>Sends the goodbye to an ending subscription that can be written to, and then removes it.</summary>
    public void Finish(StreamSubscription subscription)
    {
        if (subscription.Ending is { } reason and not StreamEnd.Gone)
        {
            writer.Open(subscription);
            StreamFrames.WriteBye(writer, NameOf(reason));
            subscription.BeginEnd(StreamEnd.Gone);
            writer.Flush();
        }

        if (!subscription.IsFlushing)
        {
            subscriptions.Remove(subscription);
            subscription.Complete();
        }
    }

    private void EndAll(Action<StreamSubscription> end)
    {
        for (var index = subscriptions.All.Count - 1; index >= 0; index--)
        {
            guard.Run(subscriptions.All[index], end);
        }
    }

    // These clients do not read, so the process does not wait for them.
    private void AbortFlushing()
    {
        foreach (var subscription in subscriptions.All)
        {
            if (subscription.IsFlushing)
            {
                subscription.Abort();
            }
        }
    }

    private static string NameOf(StreamEnd reason) => reason switch
    {
        StreamEnd.Timeout => "timeout",
        StreamEnd.Shutdown => "shutdown",
        _ => "drain",
    };
}
