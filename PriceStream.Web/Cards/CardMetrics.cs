using System.Diagnostics.Metrics;

namespace PriceStream.Web.Cards;

/// <summary>Counts the cards that were rendered, and the requests that found too many others waiting.</summary>
public sealed class CardMetrics
{
    private readonly Counter<long> rendered;
    private readonly Counter<long> refused;
    private long total;

    public CardMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("pricestream.cards");
        rendered = meter.CreateCounter<long>("pricestream.cards.rendered", "{card}", "Cards rendered");
        refused = meter.CreateCounter<long>(
            "pricestream.cards.refused", "{request}", "Requests for a new card while too many others were waiting");
    }

    /// <summary>Cards rendered since the start.</summary>
    public long Total => Volatile.Read(ref total);

    public void Rendered()
    {
        Interlocked.Increment(ref total);
        rendered.Add(1);
    }

    public void Refused() => refused.Add(1);
}
