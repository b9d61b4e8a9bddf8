using System.Text.Json.Serialization;

namespace PriceStream.Web.Prices;

/// <summary>The state of the upstream. It is immutable, so all values that are read from one instance are consistent.</summary>
/// <param name="LastSuccess">When it last returned prices; null when that is not known.</param>
/// <param name="FailingSince">When the first of the current series of failed polls failed; null while polls succeed.</param>
/// <param name="Reason">Why the last poll failed, human-readable; null while polls succeed.</param>
/// <param name="NextTry">When the next poll is due.</param>
/// <param name="IsBackingOff">The upstream has asked for a pause until <paramref name="NextTry"/>.</param>
/// <param name="Storage">Why new prices are not stored, for visitors; null while they are.</param>
public sealed record UpstreamStatus(
    DateTimeOffset? LastSuccess,
    DateTimeOffset? FailingSince,
    string? Reason,
    DateTimeOffset NextTry,
    [property: JsonPropertyName("resting")] bool IsBackingOff = false,
    string? Storage = null);
