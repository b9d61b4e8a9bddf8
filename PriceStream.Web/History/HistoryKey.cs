namespace PriceStream.Web.History;

/// <summary>Everything but the time that determines a history.</summary>
public readonly record struct HistoryKey(int ItemId, ChartPeriod Period, bool Sampled)
{
    public override string ToString() => $"history:{ItemId}:{Period.Key}:{(Sampled ? "sampled" : "rows")}";
}
