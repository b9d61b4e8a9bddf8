namespace PriceStream.Web.Streaming.Relay;

/// <summary>
/// Entries that this instance has published to its own clients and not read back yet. They are in the shared log, or wait for the server.
/// </summary>
internal sealed class RelayPending
{
    private const int Most = 100_000; // a day of polls every second

    private readonly Queue<(long First, int Count, DateTimeOffset At)> entries = new();

    public bool IsEmpty => entries.Count == 0;

    /// <summary>Whether any of them has messages, so that clients have their numbers.</summary>
    public bool HasMessages => entries.Any(entry => entry.Count > 0);

    public void Add(RelayEntry entry, int count)
    {
        entries.Enqueue((entry.First, count, entry.At));
        if (entries.Count > Most)
        {
            entries.Dequeue();
        }
    }

    /// <summary>Returns whether an entry that was read is one of these, and removes it with those before it.</summary>
    public bool TryConfirm(RelayEntry entry)
    {
        if (!entries.Any(own => own.First == entry.First && own.At == entry.At))
        {
            return false;
        }

        while (entries.Dequeue() is var own && (own.First != entry.First || own.At != entry.At))
        {
            // Those before it were dropped while the server was away.
        }

        return true;
    }

    /// <summary>The newest number that the shared log must have.</summary>
    /// <param name="last">The newest number of this instance.</param>
    public long ConfirmedUpTo(long last) => entries.TryPeek(out var oldest) ? oldest.First - 1 : last;

    public void Clear() => entries.Clear();
}
