using System.Text.Json.Serialization;

namespace PriceStream.Web.Demo;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DemoStateJson))]
internal sealed partial class DemoJsonContext : JsonSerializerContext;
