using System.Text.Json.Serialization;

namespace PriceStream.Web.Prices;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(TaxAnswer))]
internal sealed partial class TaxJsonContext : JsonSerializerContext;
