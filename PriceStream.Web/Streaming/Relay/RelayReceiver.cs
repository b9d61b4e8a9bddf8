namespace PriceStream.Web.Streaming.Relay;

/// <summary>Takes entries of the Redis Stream into this instance's memory and its log.</summary>
internal sealed class RelayReceiver<T>(
    StreamHub hub, StreamFormat<T> format, RelayFormat<T> relay, SseOptions options, TimeProvider clock)
{
    /// <summary>How far this instance's log has come.</summary>
    public RelayHead Head
    {
        get
        {
            var log = hub.Log;
            return new(log.Epoch, log.Last);
        }
    }

    /// <summary>Replaces this instance's log by that of the other instances.</summary>
    /// <param name="entries">What Redis still has of it, oldest first.</param>
    public async Task AdoptAsync(RelayHead head, List<RelayEntry> entries, CancellationToken cancellationToken)
    {
        await relay.ReloadAsync(cancellationToken);
        var log = new ReplayBuffer(head.Epoch, entries.Count > 0 ? entries[0].First - 1 : head.Last, options);
        StreamNotice? notice = null;
        foreach (var entry in entries)
        {
            var messages = relay.Read(entry.Messages);
            notice = relay.Apply(messages, entry.State);
            if (messages.Count > 0)
            {
                log.Append(StreamBatch.Render(head.Epoch, entry.First, entry.At, clock.GetTimestamp(), messages, format));
            }
        }

        hub.Adopt(log, notice);
    }

    /// <summary>Takes in the next entry. Entries that the log already has are skipped, and a gap is filled from the store.</summary>
    public async Task ReceiveAsync(RelayEntry entry, CancellationToken cancellationToken)
    {
        var messages = relay.Read(entry.Messages);
        if (IsKnown(entry, messages.Count))
        {
            return;
        }

        if (entry.First > hub.Last + 1)
        {
            await relay.ReloadAsync(cancellationToken); // Redis has dropped the entries in between
        }

        // The state first, then the id that stands for it: a page rendered in between is ahead of its id, never behind it.
        var notice = relay.Apply(messages, entry.State);
        hub.Publish(messages, format, notice, entry.First, entry.At);
    }

    // An entry without messages carries only the state; its First is the number of the message to come.
    private bool IsKnown(RelayEntry entry, int count)
    {
        if (entry.First + count - 1 < hub.Last)
        {
            return true;
        }

        return count > 0 && entry.First <= hub.Last;
    }
}
