using System.Text.Json.Serialization;

namespace PriceStream.Web.History;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(HistoryAnswer))]
internal sealed partial class HistoryJsonContext : JsonSerializerContext;
