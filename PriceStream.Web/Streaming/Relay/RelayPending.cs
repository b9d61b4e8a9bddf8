using System.Security.Cryptography;

namespace PriceStream.Web.Streaming.Relay;

/// <summary>
/// Entries that this instance has published to its own clients and not read back yet. They are in the shared log, or wait for the server.
/// </summary>
internal sealed class RelayPending
{
    private const int Most = 100_000; // a day of polls every second

    private readonly Queue<(long First, int Count, byte[] Fingerprint)> entries = new();

    public bool IsEmpty => entries.Count == 0;

    /// <summary>Whether any of them has messages, so that clients have their numbers.</summary>
    public bool HasMessages => entries.Any(entry => entry.Count > 0);

    public void Add(RelayEntry entry, int count)
    {
        entries.Enqueue((entry.First, count, FingerprintOf(entry)));
        if (entries.Count > Most)
        {
            entries.Dequeue();
        }
    }

    /// <summary>Returns whether an entry that was read is one of these, and removes it with those before it.</summary>
    public bool TryConfirm(RelayEntry entry)
    {
        if (!entries.Any(own => own.First == entry.First))
        {
            return false;
        }

        var fingerprint = FingerprintOf(entry);
        if (!entries.Any(IsEntry))
        {
            return false;
        }

        while (!IsEntry(entries.Dequeue()))
        {
            // Those before it were dropped while the server was away.
        }

        return true;

        bool IsEntry((long First, int Count, byte[] Fingerprint) own) =>
            own.First == entry.First && own.Fingerprint.AsSpan().SequenceEqual(fingerprint);
    }

    /// <summary>The newest number that the shared log must have.</summary>
    /// <param name="last">The newest number of this instance.</param>
    public long ConfirmedUpTo(long last) => entries.TryPeek(out var oldest) ? oldest.First - 1 : last;

    public void Clear() => entries.Clear();

    // Another instance may have used the same number at the same time: polls are due at whole seconds.
    private static byte[] FingerprintOf(RelayEntry entry)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(BitConverter.GetBytes(entry.At.ToUnixTimeMilliseconds()));
        hash.AppendData(entry.Messages.Span);
        hash.AppendData(entry.State.Span);
        return hash.GetHashAndReset();
    }
}
