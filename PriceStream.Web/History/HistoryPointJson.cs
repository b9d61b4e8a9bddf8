using System.Text.Json.Serialization;

namespace PriceStream.Web.History;

/// <summary>One bucket of a history or, when it is not sampled, one stored row.</summary>
/// <param name="Timestamp">When the bucket starts, or the time of the stored row; in UTC.</param>
/// <param name="High">The instant-buy price in whole gp; null when nothing was traded on this side.</param>
/// <param name="Low">The instant-sell price in whole gp; null when nothing was traded on this side.</param>
/// <param name="HighVolume">
/// How many pieces were traded at the high price; null where only ticks are known; 0 beside a price where a wider window's few trades were
/// spread over more buckets.
/// </param>
/// <param name="LowVolume">How many pieces were traded at the low price; null where only ticks are known.</param>
/// <param name="Margin">
/// High minus low minus the Grand Exchange tax on high, by the rule at the timestamp; null where a side is missing, and for an item that
/// cannot be sold again without a fee.
/// </param>
/// <param name="Open">True for the bucket that is still open; absent from all others.</param>
public sealed record HistoryPointJson(
    DateTime Timestamp,
    long? High,
    long? Low,
    long? HighVolume,
    long? LowVolume,
    long? Margin,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Open = false);
