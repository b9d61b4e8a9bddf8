namespace PriceStream.Web.Prices;

/// <summary>How the price source is doing. Immutable: read it once and all its parts belong together.</summary>
/// <param name="LastSuccess">When the source last answered with prices; null when that is not known.</param>
/// <param name="FailingSince">When the first of the polls that have failed in a row failed; null while it answers.</param>
/// <param name="Reason">Why the last poll failed, for people; null while the source answers.</param>
/// <param name="NextTry">When the source is asked again.</param>
/// <param name="Resting">The source asked to be left alone until <paramref name="NextTry"/>.</param>
/// <param name="Storage">Why what comes is not stored, for people; null while it is.</param>
public sealed record UpstreamStatus(
    DateTimeOffset? LastSuccess,
    DateTimeOffset? FailingSince,
    string? Reason,
    DateTimeOffset NextTry,
    bool Resting = false,
    string? Storage = null);
