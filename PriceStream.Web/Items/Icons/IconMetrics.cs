using System.Diagnostics.Metrics;

namespace PriceStream.Web.Items.Icons;

/// <summary>Counts pictures: those that are kept, and what became of those that were fetched.</summary>
public sealed class IconMetrics
{
    private readonly Counter<long> fetches;

    public IconMetrics(IMeterFactory meters, IconStore store)
    {
        var meter = meters.Create("pricestream.items");
        fetches = meter.CreateCounter<long>(
            "pricestream.items.icon_fetches", "{fetch}", "Pictures fetched, by result: stored, refused, failed");
        meter.CreateObservableGauge("pricestream.items.icons", () => store.Count, "{icon}", "Pictures kept");
        meter.CreateObservableGauge("pricestream.items.icon_size", () => store.Bytes, "By", "Their files");
    }

    public void Stored() => Count("stored");

    public void Refused() => Count("refused");

    public void Failed() => Count("failed");

    private void Count(string result) => fetches.Add(1, new KeyValuePair<string, object?>("result", result));
}
