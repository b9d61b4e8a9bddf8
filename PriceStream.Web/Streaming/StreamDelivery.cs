namespace PriceStream.Web.Streaming;

/// <summary>Writes new messages to the affected subscriptions, a slice at a time, with one write each.</summary>
internal sealed class StreamDelivery
{
    private readonly ReplayReader reader;
    private readonly SubscriptionIndex subscriptions;
    private readonly SubscriptionWriter writer;
    private readonly SubscriptionGuard guard;
    private readonly Action<StreamSubscription> deliver;
    private readonly List<StreamSubscription> recipients = [];
    private int next;
    private long round;

    public StreamDelivery(ReplayReader reader, SubscriptionIndex subscriptions, SubscriptionWriter writer, SubscriptionGuard guard)
    {
        (this.reader, this.subscriptions, this.writer, this.guard) = (reader, subscriptions, writer, guard);
        deliver = Deliver;
    }

    /// <summary>Every recipient has been written to.</summary>
    public bool IsDone => next == recipients.Count;

    public bool HasRecipients => recipients.Count > 0;

    /// <summary>Finds the subscriptions that the batches and the notice of the <see cref="ReplayReader"/> affect.</summary>
    public void FindRecipients()
    {
        round++;
        next = 0;
        recipients.Clear();
        if (reader.HasNewNotice)
        {
            recipients.AddRange(subscriptions.All);
        }
        else if (reader.Batches.Count > 0)
        {
            FindSubscribers();
        }
    }

    public void DeliverSlice()
    {
        for (var left = StreamLoop.Slice; left > 0 && next < recipients.Count; left--)
        {
            var subscription = recipients[next++];
            if (subscription.IsOpen)
            {
                guard.Run(subscription, deliver);
            }
        }
    }

    private void FindSubscribers()
    {
        recipients.AddRange(subscriptions.Everything);
        foreach (var batch in reader.Batches)
        {
            foreach (var topic in batch.Topics)
            {
                AddSubscribersOf(topic);
            }
        }
    }

    private void AddSubscribersOf(int topic)
    {
        if (subscriptions.Of(topic) is not { } subscribers)
        {
            return;
        }

        foreach (var subscription in subscribers)
        {
            if (subscription.TryJoin(round))
            {
                recipients.Add(subscription);
            }
        }
    }

    private void Deliver(StreamSubscription subscription)
    {
        if (subscription.IsBehind)
        {
            return; // it catches up before it gets new messages
        }

        if (subscription.IsFlushing)
        {
            FallBehind(subscription);
            return;
        }

        writer.Open(subscription);
        foreach (var batch in reader.Batches)
        {
            writer.WriteNew(batch, reader.PreviousPosition);
        }

        writer.WriteNotice(reader.Notice);
        writer.Flush();
    }

    private void FallBehind(StreamSubscription subscription)
    {
        if (reader.Batches.Any(batch => batch.IsBacklog))
        {
            subscription.Wait(reader.PreviousPosition);
        }
        else
        {
            subscription.FallBehind(reader.PreviousPosition);
        }
    }
}
