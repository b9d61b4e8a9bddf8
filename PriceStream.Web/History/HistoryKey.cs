namespace PriceStream.Web.History;

/// <summary>Everything that a history depends on but the time.</summary>
public readonly record struct HistoryKey(int ItemId, Timestep Timestep, bool Sampled)
{
    public override string ToString() => $"history:{ItemId}:{Timestep.Period}:{(Sampled ? "sampled" : "rows")}";
}
