using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace PriceStream.Web.Hosting;

/// <summary>What this application's own counters have counted, for a page: every room's, and none of them knows.</summary>
public sealed class MeterTotals : IDisposable
{
    private readonly ConcurrentDictionary<(string Counter, string Tag), long> totals = new();
    private readonly MeterListener listener = new();

    public MeterTotals(IMeterFactory meters)
    {
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument is Counter<long> && instrument.Meter.Scope == meters && instrument.Meter.Name.StartsWith("pricestream.", StringComparison.Ordinal))
            {
                listening.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>(Add);
        listener.Start();
    }

    /// <param name="counter">Such as <c>pricestream.streaming.refusals</c>.</param>
    /// <param name="tag">The value of its one tag; null for all.</param>
    public long Of(string counter, string? tag = null) => totals.Where(total => total.Key.Counter == counter && (tag ?? total.Key.Tag) == total.Key.Tag).Sum(total => total.Value);

    /// <summary>By the value of its one tag, those that have counted something.</summary>
    public IReadOnlyList<(string Tag, long Count)> By(string counter) =>
        [.. totals.Where(total => total.Key.Counter == counter && total.Value > 0).Select(total => (total.Key.Tag, total.Value)).OrderBy(total => total.Tag, StringComparer.Ordinal)];

    public void Dispose() => listener.Dispose();

    private void Add(Instrument instrument, long count, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state) =>
        totals.AddOrUpdate((instrument.Name, tags is [{ Value: string tag }, ..] ? tag : ""), count, (_, total) => total + count);
}
