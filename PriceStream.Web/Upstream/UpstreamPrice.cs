namespace PriceStream.Web.Upstream;

/// <summary>One row of <c>/latest</c>: gp, and the Unix second of each side's last trade. A side that never traded is null.</summary>
public sealed record UpstreamPrice
{
    public long? High { get; init; }
    public long? HighTime { get; init; }
    public long? Low { get; init; }
    public long? LowTime { get; init; }
}
