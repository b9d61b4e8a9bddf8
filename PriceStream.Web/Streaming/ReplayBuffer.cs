using System.Globalization;

namespace PriceStream.Web.Streaming;

/// <summary>
/// The recent ticks of one epoch, oldest first, without a hole. One thread at a time appends; any may read. The lock is held for
/// moments only: readers copy references out.
/// </summary>
public sealed class ReplayBuffer(string epoch, long last, SseOptions options)
{
    private static readonly TimeSpan MarkEvery = TimeSpan.FromMinutes(1);
    private const int MaxMarks = 1440;

    private readonly Lock gate = new();
    private readonly List<StreamBatch> ticks = [];
    private readonly List<(long Number, DateTimeOffset At)> marks = []; // outlives the ticks: when a number was published, for a day
    private int start; // of what is kept in ticks
    private long last = last;

    /// <summary>Names this memory: with another epoch, what went before is not known here.</summary>
    public string Epoch => epoch;

    /// <summary>The number of the newest message; 0 before the first.</summary>
    public long Last => Volatile.Read(ref last);

    public string IdOf(long number) => string.Create(CultureInfo.InvariantCulture, $"{epoch}-{number}");

    /// <summary>The number in an id of this epoch that has been given; null for another epoch, the future or nonsense.</summary>
    public long? NumberOf(string id)
    {
        var dash = id.IndexOf('-');
        return dash == epoch.Length && id.AsSpan(0, dash).SequenceEqual(epoch)
            && long.TryParse(id.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number <= Last ? number : null;
    }

    /// <summary>Appends a tick, and forgets those that are too old or too many. It must follow the last one; after a hole the past is forgotten.</summary>
    public void Append(StreamBatch tick)
    {
        lock (gate)
        {
            if (tick.First != last + 1)
            {
                ticks.Clear();
                start = 0;
            }

            ticks.Add(tick);
            Forget(tick.At);
            Mark(tick);
            Volatile.Write(ref last, tick.Last);
        }
    }

    /// <summary>
    /// Adds to <paramref name="into"/> the ticks with messages after <paramref name="after"/> and up to <paramref name="upTo"/> (the end
    /// of a tick), oldest first. False when the message that follows <paramref name="after"/> is no longer here: then the reader needs
    /// the current state.
    /// </summary>
    public bool TryRead(long after, long upTo, List<StreamBatch> into)
    {
        lock (gate)
        {
            if (!HoldsAfter(after))
            {
                return false;
            }

            var from = ticks.Count;
            while (from > start && ticks[from - 1].Last > after)
            {
                from--;
            }

            for (; from < ticks.Count && ticks[from].Last <= upTo; from++)
            {
                into.Add(ticks[from]);
            }

            return true;
        }
    }

    /// <summary>Whether everything after a number is still here.</summary>
    public bool Holds(long after)
    {
        lock (gate)
        {
            return HoldsAfter(after);
        }
    }

    /// <summary>About when a number was published; null when that is not known.</summary>
    public DateTimeOffset? TimeOf(long number)
    {
        lock (gate)
        {
            var index = marks.FindLastIndex(mark => mark.Number <= number);
            return index < 0 ? null : marks[index].At;
        }
    }

    private bool HoldsAfter(long after) => after == last || (after < last && after >= 0 && start < ticks.Count && ticks[start].First <= after + 1);

    private void Forget(DateTimeOffset now)
    {
        while (start < ticks.Count - 1 && (now - ticks[start].At > options.ReplayWindow || ticks[^1].Last - ticks[start].First >= options.ReplayMessages))
        {
            ticks[start++] = null!;
        }

        if (start > ticks.Count / 2)
        {
            ticks.RemoveRange(0, start);
            start = 0;
        }
    }

    private void Mark(StreamBatch tick)
    {
        if (marks.Count == 0 || tick.At - marks[^1].At >= MarkEvery)
        {
            marks.Add((tick.First, tick.At));
            if (marks.Count > MaxMarks)
            {
                marks.RemoveRange(0, MaxMarks / 2);
            }
        }
    }
}
