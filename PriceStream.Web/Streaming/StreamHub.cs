using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PriceStream.Web.Streaming;

/// <summary>
/// One publisher, many readers: a bounded log of ticks into which every client is a cursor. Publishing appends and wakes; it does
/// no work for a client and never waits for one.
/// </summary>
public sealed class StreamHub(SseOptions options, TimeProvider clock)
{
    private readonly Lock publishing = new();
    private StreamTick[] log = []; // copied on publish: readers never lock
    private long last;
    private byte[]? note;
    private byte[]? heartbeat;
    private TaskCompletionSource next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Names this hub's memory: another epoch means that what went before is not known here.</summary>
    public string Epoch { get; } = RandomNumberGenerator.GetHexString(8, lowercase: true);

    /// <summary>The id of the newest message, <c>EPOCH-NUMBER</c>. Read it before reading the state that it stands for.</summary>
    public string LastEventId => IdOf(Interlocked.Read(ref last));

    /// <summary>The number of the newest message; 0 before the first.</summary>
    public long Last => Interlocked.Read(ref last);

    /// <summary>The newest notice, a whole frame; a new one is a new array. Null before the first.</summary>
    public byte[]? Notice => Volatile.Read(ref note);

    /// <summary>The newest heartbeat, a whole frame; a new one is a new array. Null before the first.</summary>
    public byte[]? Heartbeat => Volatile.Read(ref heartbeat);

    /// <summary>Ends when something new is there after this was read. Take it before reading, then nothing is missed.</summary>
    public Task Next => Volatile.Read(ref next).Task;

    public string IdOf(long number) => string.Create(CultureInfo.InvariantCulture, $"{Epoch}-{number}");

    /// <summary>Appends the messages to the log and wakes all readers once.</summary>
    /// <param name="messages">At most one of each topic.</param>
    /// <param name="notice">A whole frame without an id that every client gets after the messages, whatever its topics.</param>
    public void Publish<T>(IReadOnlyList<T> messages, StreamFormat<T> format, byte[]? notice = null)
    {
        lock (publishing)
        {
            if (messages.Count > 0)
            {
                var now = clock.GetUtcNow();
                var tick = StreamTick.Render(Epoch, last + 1, now, messages, format);
                Volatile.Write(ref log, [.. Kept(now, tick.Count), tick]);
                Interlocked.Exchange(ref last, tick.Last);
            }

            Volatile.Write(ref note, notice ?? note);
        }

        Wake();
    }

    /// <summary>Sends a heartbeat to everybody.</summary>
    public void Beat()
    {
        Volatile.Write(ref heartbeat, Encoding.UTF8.GetBytes($"event: heartbeat\ndata: {{\"ts\":{clock.GetUtcNow().ToUnixTimeSeconds()}}}\n\n"));
        Wake();
    }

    /// <summary>
    /// The ticks a reader at <paramref name="after"/> has not read yet, oldest first.
    /// False when the log no longer holds, or never held, the message that follows it: then the reader needs the current state.
    /// </summary>
    public bool TryReadAfter(long after, out ReadOnlySpan<StreamTick> ticks)
    {
        var all = Volatile.Read(ref log);
        var newest = all.Length == 0 ? 0 : all[^1].Last;
        ticks = [];
        if (after < 0 || after > newest)
        {
            return false;
        }

        var start = all.Length;
        while (start > 0 && all[start - 1].Last > after)
        {
            start--;
        }

        ticks = all.AsSpan(start);
        return ticks.IsEmpty || ticks[0].First <= after + 1;
    }

    /// <summary>The number in an id of this epoch; null for another epoch or nonsense.</summary>
    public long? NumberOf(string id)
    {
        var dash = id.IndexOf('-');
        return dash == Epoch.Length && id.AsSpan(0, dash).SequenceEqual(Epoch)
            && long.TryParse(id.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private void Wake() => Interlocked.Exchange(ref next, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();

    private ReadOnlySpan<StreamTick> Kept(DateTimeOffset now, int adding)
    {
        var drop = 0;
        var held = last + 1 - (log.Length == 0 ? last + 1 : log[0].First) + adding;
        while (drop < log.Length && (now - log[drop].At > options.ReplayWindow || held > options.ReplayMessages))
        {
            held -= log[drop].Count;
            drop++;
        }

        return log.AsSpan(drop);
    }
}
