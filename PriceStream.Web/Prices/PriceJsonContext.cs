using System.Text.Json.Serialization;

namespace PriceStream.Web.Prices;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PriceAnswer))]
[JsonSerializable(typeof(PricesAnswer))]
[JsonSerializable(typeof(FeedJson))]
[JsonSerializable(typeof(UpstreamStatus))]
[JsonSerializable(typeof(FreshnessJson))]
[JsonSerializable(typeof(long?[][]))]
internal sealed partial class PriceJsonContext : JsonSerializerContext;
