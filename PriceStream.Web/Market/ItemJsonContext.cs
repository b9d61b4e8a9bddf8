using System.Text.Json.Serialization;

namespace PriceStream.Web.Market;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ItemAnswer))]
[JsonSerializable(typeof(ItemsAnswer))]
internal sealed partial class ItemJsonContext : JsonSerializerContext;
