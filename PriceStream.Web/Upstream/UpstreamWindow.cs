using System.Text.Json.Serialization;

namespace PriceStream.Web.Upstream;

/// <summary>
/// The trades of one item in a window: the average price per piece in gp, weighted by volume, and the pieces traded. A price is null
/// exactly when its volume is 0.
/// A row of <c>/5m</c> and <c>/1h</c>, or a point of <c>/timeseries</c>. Only a point has a timestamp: the Unix second at which the
/// window starts.
/// </summary>
public sealed record UpstreamWindow
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public long? Timestamp { get; init; }
    public long? AvgHighPrice { get; init; }
    public long HighPriceVolume { get; init; }
    public long? AvgLowPrice { get; init; }
    public long LowPriceVolume { get; init; }
}
