using System.Text.Json.Serialization;

namespace PriceStream.Web.Upstream;

/// <summary>
/// One row of <c>/mapping</c>. Fields that the source does not know are absent.
/// Source: https://oldschool.runescape.wiki/w/RuneScape:Real-time_Prices
/// </summary>
public sealed record UpstreamItem
{
    public required int Id { get; init; }
    public required string Name { get; init; }
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Examine { get; init; }
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Icon { get; init; }
    public bool Members { get; init; }
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public int? Limit { get; init; }
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public long? Value { get; init; }
    [JsonPropertyName("highalch"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public long? HighAlch { get; init; }
    [JsonPropertyName("lowalch"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public long? LowAlch { get; init; }
}

/// <summary>One row of <c>/latest</c>: gp, and the Unix second of each side's last trade. A side that never traded is null.</summary>
public sealed record UpstreamPrice
{
    public long? High { get; init; }
    public long? HighTime { get; init; }
    public long? Low { get; init; }
    public long? LowTime { get; init; }
}

/// <summary>
/// What one item traded in a window: gp a piece, averaged by volume, and pieces. A price is null exactly when its volume is 0. A row of
/// <c>/5m</c> and <c>/1h</c>, or a point of <c>/timeseries</c>, which alone has a timestamp: the Unix second at which the window starts.
/// </summary>
public sealed record UpstreamWindow
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public long? Timestamp { get; init; }
    public long? AvgHighPrice { get; init; }
    public long HighPriceVolume { get; init; }
    public long? AvgLowPrice { get; init; }
    public long LowPriceVolume { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(UpstreamItem))]
[JsonSerializable(typeof(UpstreamPrice))]
[JsonSerializable(typeof(UpstreamWindow))]
internal sealed partial class UpstreamJson : JsonSerializerContext;
