namespace PriceStream.Web.Streaming.Relay;

/// <summary>Applies entries of the shared log to this instance's memory and log.</summary>
internal sealed class RelayReceiver<T>(
    StreamHub hub, StreamFormat<T> format, RelayFormat<T> relay, SseOptions options, TimeProvider clock)
{
    /// <summary>The end of this instance's log.</summary>
    public RelayHead Head
    {
        get
        {
            var log = hub.Log;
            return new(log.Epoch, log.Last);
        }
    }

    /// <summary>Replaces this instance's log with that of the other instances.</summary>
    /// <param name="entries">The entries that are still there, oldest first.</param>
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

    /// <summary>Applies the next entry. Skips entries that the log already has, and fills a gap from the store.</summary>
    /// <param name="isBacklog">Whether it was read together with others.</param>
    /// <returns>False when the log already has messages with these numbers.</returns>
    public async Task<bool> ReceiveAsync(RelayEntry entry, bool isBacklog, CancellationToken cancellationToken)
    {
        var messages = relay.Read(entry.Messages);
        if (IsKnown(entry, messages.Count))
        {
            return messages.Count == 0;
        }

        if (entry.First > hub.Last + 1)
        {
            await relay.ReloadAsync(cancellationToken); // the entries in between were dropped
        }

        // The state before the id: a page rendered in between may have newer state than its id, but never older.
        var notice = relay.Apply(messages, entry.State);
        hub.Publish(messages, format, notice, entry.First, entry.At, isBacklog);
        return true;
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
