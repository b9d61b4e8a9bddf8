using System.Text.Json.Serialization;

namespace PriceStream.Web.Upstream;

/// <summary>How the rows are read and written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(UpstreamItem))]
[JsonSerializable(typeof(UpstreamPrice))]
[JsonSerializable(typeof(UpstreamWindow))]
internal sealed partial class UpstreamJson : JsonSerializerContext;
