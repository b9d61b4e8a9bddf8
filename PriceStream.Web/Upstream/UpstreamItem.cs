using System.Text.Json.Serialization;

namespace PriceStream.Web.Upstream;

/// <summary>
/// One row of <c>/mapping</c>. Fields that the upstream does not know are absent.
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
