using System.Text.Json.Serialization;

namespace PriceStream.Web.Hosting;

/// <param name="Status">Healthy, or Unhealthy with status 503.</param>
/// <param name="Checks">What was looked at, and what was found.</param>
public sealed record HealthJson(string Status, IReadOnlyDictionary<string, string> Checks);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(HealthJson))]
internal sealed partial class HealthJsonContext : JsonSerializerContext;
