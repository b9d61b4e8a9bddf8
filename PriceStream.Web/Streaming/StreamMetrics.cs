using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using PriceStream.Web.Streaming.Admission;

namespace PriceStream.Web.Streaming;

/// <summary>
/// The figures of the stream since the process started. They are plain counters that the meter observes, so that each is exported as 0 from
/// the first scrape, and the administrator's page reads the same numbers.
/// </summary>
public sealed class StreamMetrics
{
    private static readonly double[] DeliveryBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5]; // seconds

    private readonly StreamAdmission? admission;
    private readonly ConcurrentDictionary<string, long> refusals = new()
    {
        ["full"] = 0, ["address"] = 0, ["rate"] = 0, ["draining"] = 0, ["stopping"] = 0,
    };

    private readonly Histogram<double> delivery;
    private long connects;
    private long published;
    private long delivered;
    private long replayed;
    private long conflated;
    private long resyncs;
    private long cut;
    private long sent;

    public StreamMetrics(IMeterFactory meters, StreamAdmission admission)
        : this(meters.Create("pricestream.streaming"), admission)
    {
    }

    private StreamMetrics(Meter meter, StreamAdmission? admission)
    {
        this.admission = admission;
        meter.CreateObservableGauge("pricestream.streaming.clients", () => Clients, "{client}", "Streams open now");
        meter.CreateObservableCounter("pricestream.streaming.refusals", ObserveRefusals, "{client}", "Streams refused, by reason");
        Observe("connects", "{client}", "Streams admitted", () => Connects);
        Observe("published", "{update}", "Updates appended to the log", () => Interlocked.Read(ref published));
        Observe("delivered", "{update}", "Updates written to clients, including replayed ones", () => Interlocked.Read(ref delivered));
        Observe("replayed", "{update}", "Updates written to clients that came back", () => Interlocked.Read(ref replayed));
        Observe("conflated", "{update}", "Updates slow clients skipped for a newer one of the item", () => Interlocked.Read(ref conflated));
        Observe("resyncs", "{client}", "Clients sent the current state, as their past was dropped", () => Interlocked.Read(ref resyncs));
        Observe("cut", "{client}", "Clients cut off because they read nothing", () => Cut);
        Observe("sent", "By", "Bytes written to clients, without HTTP's own", () => Interlocked.Read(ref sent));
        delivery = meter.CreateHistogram(
            "pricestream.streaming.delivery",
            "s",
            "From the publication of a batch until a loop has written it to all of its clients",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = DeliveryBuckets });

        void Observe(string name, string unit, string description, Func<long> read) =>
            meter.CreateObservableCounter("pricestream.streaming." + name, read, unit, description);
    }

    /// <summary>Streams open now.</summary>
    public int Clients => admission?.Clients ?? 0;

    /// <summary>Streams admitted since the start.</summary>
    public long Connects => Interlocked.Read(ref connects);

    /// <summary>Streams refused since the start, by reason: full, address, rate, draining, stopping.</summary>
    public IReadOnlyDictionary<string, long> RefusalsByReason => refusals;

    /// <summary>Streams cut off since the start because the client read nothing.</summary>
    public long Cut => Interlocked.Read(ref cut);

    /// <summary>For tests only.</summary>
    internal static StreamMetrics None { get; } = new(new Meter("none"), null);

    internal void CountConnect() => Interlocked.Increment(ref connects);

    /// <param name="reason">full, address, rate, draining or stopping.</param>
    internal void CountRefusal(string reason) => refusals.AddOrUpdate(reason, 1, static (_, count) => count + 1);

    internal void CountPublished(int updates) => Interlocked.Add(ref published, updates);

    /// <summary>Records in the histogram how long ago the batch was published.</summary>
    internal void RecordDelivery(TimeSpan time) => delivery.Record(time.TotalSeconds);

    internal void Add(in StreamCounts counts)
    {
        Add(ref delivered, counts.Delivered);
        Add(ref replayed, counts.Replayed);
        Add(ref conflated, counts.Conflated);
        Add(ref resyncs, counts.Resyncs);
        Add(ref cut, counts.Cut);
        Add(ref sent, counts.Bytes);
    }

    private static void Add(ref long total, long count)
    {
        if (count > 0)
        {
            Interlocked.Add(ref total, count);
        }
    }

    private IEnumerable<Measurement<long>> ObserveRefusals() =>
        refusals.Select(refusal => new Measurement<long>(refusal.Value, new KeyValuePair<string, object?>("reason", refusal.Key)));
}
