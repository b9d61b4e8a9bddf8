using System.Text.Json.Serialization;

namespace PriceStream.Web.Prices;

/// <summary>How old the newest price is. Times are ISO 8601 in UTC.</summary>
/// <param name="State">
/// One of four words. fresh: the newest price is recent. failing: the last poll failed, but the newest price is still recent. stale: the
/// newest price or the last successful poll is too old. waiting: no price is known yet.
/// </param>
/// <param name="NewestTrade">The time of the newest trade of any item; null while no price is known.</param>
/// <param name="AgeSeconds">How long ago that trade was, in seconds.</param>
/// <param name="StaleAfterSeconds">The age in seconds after which the newest price is stale.</param>
/// <param name="LastGoodPoll">When a poll last succeeded; null before the first one.</param>
/// <param name="PollSeconds">The poll interval in seconds.</param>
/// <param name="FailingSince">Since when polls have failed; null while they succeed.</param>
/// <param name="Reason">Why polls fail. Human-readable; null while all is well.</param>
public sealed record FreshnessJson(
    string State,
    DateTime? NewestTrade,
    long? AgeSeconds,
    int StaleAfterSeconds,
    DateTime? LastGoodPoll,
    int PollSeconds,
    DateTime? FailingSince,
    string? Reason)
{
    [JsonIgnore]
    public bool IsFresh => State is "fresh" or "failing";
}
