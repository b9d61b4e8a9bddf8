using System.Text.Json.Serialization;

namespace PriceStream.Web.Prices;

/// <summary>
/// A price as the API and the stream give it: whole gp, Unix seconds of each side's last trade, the later one as ISO 8601 UTC. Times
/// on the wire are <see cref="DateTime"/>s in UTC, because those are written with a Z.
/// </summary>
public sealed record PriceJson(int ItemId, long? High, long? HighTime, long? Low, long? LowTime, DateTime Timestamp)
{
    public static PriceJson Of(Price price) =>
        new(price.ItemId, price.High, price.HighTime, price.Low, price.LowTime, DateTimeOffset.FromUnixTimeSeconds(price.Time).UtcDateTime);
}

public sealed record PriceAnswer(PriceJson Data);

public sealed record PricesMeta(int Count, string LastEventId);

public sealed record PricesAnswer(IReadOnlyList<PriceJson> Data, PricesMeta Meta);

/// <summary>
/// One bucket, or one stored row when not sampled: the price of each side in gp; volumes are null where only ticks are known. The bucket
/// that is still open says so; the others leave that out.
/// </summary>
public sealed record HistoryPointJson(
    DateTime Timestamp, long? High, long? Low, long? HighVolume, long? LowVolume, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Open);

public sealed record HistoryMeta(
    int ItemId, string Period, int TimestepSeconds, bool Sampled, int Count, DateTime? FirstTimestamp, DateTime? LastTimestamp, string LastEventId);

public sealed record HistoryAnswer(IReadOnlyList<HistoryPointJson> Data, HistoryMeta Meta);

/// <summary>The notice after every poll: how the source is doing. Times are Unix seconds; the server's now comes with them.</summary>
/// <param name="Reason">Why no prices come; or, with nothing failing, why those that come are not stored; for people.</param>
public sealed record FeedJson(long Ts, long? PolledAt, int PollSeconds, long? FailingSince, string? Reason, long NextTry);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PriceAnswer))]
[JsonSerializable(typeof(PricesAnswer))]
[JsonSerializable(typeof(HistoryAnswer))]
[JsonSerializable(typeof(FeedJson))]
[JsonSerializable(typeof(UpstreamStatus))]
[JsonSerializable(typeof(FreshnessJson))]
[JsonSerializable(typeof(long?[][]))]
internal sealed partial class PriceJsonContext : JsonSerializerContext;
