using System.Globalization;

namespace PriceStream.Web.Streaming;

/// <summary>
/// The log of one epoch: its recent batches, oldest first, without a gap. One thread at a time appends; any thread may read. The lock
/// is held only while a reader copies references.
/// </summary>
public sealed class ReplayBuffer(string epoch, long last, SseOptions options)
{
    private static readonly TimeSpan MarkEvery = TimeSpan.FromMinutes(1);
    private const int MaxMarks = 1440;

    private readonly Lock gate = new();
    private readonly List<StreamBatch> batches = [];
    private readonly List<(long Number, DateTimeOffset At)> marks = []; // when a number was published, for a day: longer than the batches
    private int start; // the index of the oldest batch that is kept
    private long last = last;

    /// <summary>Part of every id. Ids of another epoch mean nothing here.</summary>
    public string Epoch => epoch;

    /// <summary>The number of the newest message; 0 before the first.</summary>
    public long Last => Volatile.Read(ref last);

    public string IdOf(long number) => string.Create(CultureInfo.InvariantCulture, $"{epoch}-{number}");

    /// <summary>Parses the number of an id of this epoch; null for an id of another epoch, from the future, or malformed.</summary>
    public long? NumberOf(string id)
    {
        var dash = id.IndexOf('-');
        return dash == epoch.Length && id.AsSpan(0, dash).SequenceEqual(epoch)
            && long.TryParse(id.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number <= Last ? number : null;
    }

    /// <summary>Appends a batch, and drops batches that are too old or too many. A batch that leaves a gap drops all before it.</summary>
    public void Append(StreamBatch batch)
    {
        lock (gate)
        {
            if (batch.First != last + 1)
            {
                batches.Clear();
                start = 0;
            }

            batches.Add(batch);
            Prune(batch.At);
            Mark(batch);
            Volatile.Write(ref last, batch.Last);
        }
    }

    /// <summary>
    /// Adds to <paramref name="into"/> the batches with messages after <paramref name="after"/> and up to <paramref name="upTo"/> (the
    /// end of a batch), oldest first. False when the message that follows <paramref name="after"/> has been dropped, so that the reader
    /// needs the current state.
    /// </summary>
    public bool TryRead(long after, long upTo, List<StreamBatch> into)
    {
        lock (gate)
        {
            if (!HoldsAfter(after))
            {
                return false;
            }

            var from = batches.Count;
            while (from > start && batches[from - 1].Last > after)
            {
                from--;
            }

            for (; from < batches.Count && batches[from].Last <= upTo; from++)
            {
                into.Add(batches[from]);
            }

            return true;
        }
    }

    /// <summary>Whether the log still has everything after a number.</summary>
    public bool Holds(long after)
    {
        lock (gate)
        {
            return HoldsAfter(after);
        }
    }

    /// <summary>When a number was published, to about a minute; null when that is not known.</summary>
    public DateTimeOffset? TimeOf(long number)
    {
        lock (gate)
        {
            var index = marks.FindLastIndex(mark => mark.Number <= number);
            return index < 0 ? null : marks[index].At;
        }
    }

    private bool HoldsAfter(long after)
    {
        if (after == last)
        {
            return true;
        }

        return after >= 0 && after < last && start < batches.Count && batches[start].First <= after + 1;
    }

    private void Prune(DateTimeOffset now)
    {
        while (start < batches.Count - 1 && IsExcess(batches[start], now))
        {
            batches[start++] = null!;
        }

        if (start > batches.Count / 2)
        {
            batches.RemoveRange(0, start);
            start = 0;
        }
    }

    private bool IsExcess(StreamBatch oldest, DateTimeOffset now) =>
        now - oldest.At > options.ReplayWindow || batches[^1].Last - oldest.First >= options.ReplayMessages;

    private void Mark(StreamBatch batch)
    {
        if (marks.Count > 0 && batch.At - marks[^1].At < MarkEvery)
        {
            return;
        }

        marks.Add((batch.First, batch.At));
        if (marks.Count > MaxMarks)
        {
            marks.RemoveRange(0, MaxMarks / 2);
        }
    }
}
