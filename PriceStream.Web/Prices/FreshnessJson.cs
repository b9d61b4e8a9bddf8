using System.Text.Json.Serialization;

namespace PriceStream.Web.Prices;

/// <summary>The answer of <c>/health/freshness</c>.</summary>
/// <param name="State">fresh; failing: the last poll failed, and the prices are not old yet; stale; waiting: there has never been a price.</param>
/// <param name="NewestTrade">The time of the newest trade of any item.</param>
public sealed record FreshnessJson(
    string State, DateTime? NewestTrade, long? AgeSeconds, int StaleAfterSeconds, DateTime? LastGoodPoll, int PollSeconds, DateTime? FailingSince, string? Reason)
{
    [JsonIgnore]
    public bool IsFresh => State is "fresh" or "failing";
}
