using System.Text.Json.Serialization;

namespace PriceStream.Web.Streaming;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ConnectedJson))]
[JsonSerializable(typeof(ResyncJson))]
[JsonSerializable(typeof(ByeJson))]
[JsonSerializable(typeof(HeartbeatJson))]
internal sealed partial class StreamJsonContext : JsonSerializerContext;
