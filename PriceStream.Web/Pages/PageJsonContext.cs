using System.Text.Json.Serialization;
using PriceStream.Web.Prices;

namespace PriceStream.Web.Pages;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ChartData))]
[JsonSerializable(typeof(FeedJson))]
internal sealed partial class PageJsonContext : JsonSerializerContext;
