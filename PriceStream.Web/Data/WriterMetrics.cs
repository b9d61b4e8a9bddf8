using System.Diagnostics.Metrics;

namespace PriceStream.Web.Data;

/// <summary>Who writes, and what waits to be written, as metrics.</summary>
public sealed class WriterMetrics
{
    public WriterMetrics(IMeterFactory meters, Outbox outbox, WriterFence fence)
    {
        var meter = meters.Create("pricestream.data");
        meter.CreateObservableGauge(
            "pricestream.data.waiting", () => outbox.WaitingRows, null, "Rows in memory until they can be stored");
        meter.CreateObservableCounter(
            "pricestream.data.fenced", () => outbox.Fenced, null, "Writes refused because the lease had passed to another instance");
        if (fence.IsRequired)
        {
            meter.CreateObservableGauge(
                "pricestream.data.lease_held", () => fence.Epoch is null ? 0 : 1, null, "1 while this instance holds the lease");
            meter.CreateObservableGauge(
                "pricestream.data.lease_epoch", () => fence.Epoch ?? 0, null, "The fencing number under which this instance writes");
        }
    }
}
