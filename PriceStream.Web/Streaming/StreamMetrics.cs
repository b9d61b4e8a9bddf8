using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using PriceStream.Web.Streaming.Admission;

namespace PriceStream.Web.Streaming;

/// <summary>What the stream counts.</summary>
public sealed class StreamMetrics
{
    private readonly Counter<long> connects;
    private readonly Counter<long> refusals;
    private readonly Counter<long> published;
    private readonly Counter<long> delivered;
    private readonly Counter<long> replayed;
    private readonly Counter<long> conflated;
    private readonly Counter<long> resyncs;
    private readonly Counter<long> cut;
    private readonly Counter<long> sent;
    private readonly Histogram<double> delivery;
    private readonly ConcurrentDictionary<string, long> refusalsByReason = new();
    private readonly StreamAdmission? admission;
    private long connectsTotal;
    private long cutTotal;

    public StreamMetrics(IMeterFactory meters, StreamAdmission admission)
        : this(meters.Create("pricestream.streaming"), admission)
    {
    }

    private StreamMetrics(Meter meter, StreamAdmission? admission)
    {
        this.admission = admission;
        meter.CreateObservableGauge("pricestream.streaming.clients", () => Clients, "{client}", "Streams open now");
        connects = meter.CreateCounter<long>("pricestream.streaming.connects", "{client}", "Streams admitted");
        refusals = meter.CreateCounter<long>("pricestream.streaming.refusals", "{client}", "Streams refused, by reason");
        published = meter.CreateCounter<long>("pricestream.streaming.published", "{update}", "Updates put into the log");
        delivered = meter.CreateCounter<long>("pricestream.streaming.delivered", "{update}", "Updates written to clients, replayed ones among them");
        replayed = meter.CreateCounter<long>("pricestream.streaming.replayed", "{update}", "Updates written to clients that came back");
        conflated = meter.CreateCounter<long>("pricestream.streaming.conflated", "{update}", "Updates that a slow client did not get because a newer one of the same item came");
        resyncs = meter.CreateCounter<long>("pricestream.streaming.resyncs", "{client}", "Clients whose past was gone, and that were given the current state");
        cut = meter.CreateCounter<long>("pricestream.streaming.cut", "{client}", "Clients cut because they read nothing");
        sent = meter.CreateCounter<long>("pricestream.streaming.sent", "By", "Bytes written to clients, without HTTP's own");
        delivery = meter.CreateHistogram("pricestream.streaming.delivery", "s", "From a tick's publication until a writer has written it to all of its clients",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5] });
    }

    /// <summary>Streams open now.</summary>
    public int Clients => admission?.Clients ?? 0;

    /// <summary>Streams admitted since the start.</summary>
    public long Connects => Volatile.Read(ref connectsTotal);

    /// <summary>Streams refused since the start, by reason; reasons without a refusal are left out.</summary>
    public IReadOnlyDictionary<string, long> RefusalsByReason => refusalsByReason;

    /// <summary>Streams disconnected since the start because the client stopped reading.</summary>
    public long Cut => Volatile.Read(ref cutTotal);

    /// <summary>Counts for nobody.</summary>
    internal static StreamMetrics None { get; } = new(new Meter("none"), null);

    /// <summary>Shows what counts from nothing on: a rate knows no first one out of nowhere.</summary>
    internal void Begin()
    {
        foreach (var counter in (Counter<long>[])[connects, published, delivered, replayed, conflated, resyncs, cut, sent])
        {
            counter.Add(0);
        }

        foreach (var reason in (string[])["full", "address", "rate", "draining", "stopping"])
        {
            refusals.Add(0, new KeyValuePair<string, object?>("reason", reason));
        }
    }

    public void Connected()
    {
        Interlocked.Increment(ref connectsTotal);
        connects.Add(1);
    }

    /// <param name="reason">full, address, rate, draining or stopping.</param>
    public void Refused(string reason)
    {
        refusalsByReason.AddOrUpdate(reason, 1, (_, count) => count + 1);
        refusals.Add(1, new KeyValuePair<string, object?>("reason", reason));
    }

    internal void Published(int updates) => published.Add(updates);

    internal void Delivered(TimeSpan after) => delivery.Record(after.TotalSeconds);

    internal void Add(in StreamCounts tally)
    {
        Add(delivered, tally.Delivered);
        Add(replayed, tally.Replayed);
        Add(conflated, tally.Conflated);
        Add(resyncs, tally.Resyncs);
        Add(cut, tally.Cut);
        Interlocked.Add(ref cutTotal, tally.Cut);
        Add(sent, tally.Bytes);
    }

    private static void Add(Counter<long> counter, long count)
    {
        if (count > 0)
        {
            counter.Add(count);
        }
    }
}
