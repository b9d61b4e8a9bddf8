namespace PriceStream.Web.History;

/// <summary>Everything that a history depends on but the time.</summary>
public readonly record struct HistoryKey(int ItemId, ChartPeriod Period, bool Sampled)
{
    public override string ToString() => $"history:{ItemId}:{Period.Key}:{(Sampled ? "sampled" : "rows")}";
}
