namespace PriceStream.Web.Hosting;

/// <param name="Status">Healthy, Degraded, or Unhealthy with status 503.</param>
/// <param name="Checks">The name of each check, and its outcome.</param>
public sealed record HealthJson(string Status, IReadOnlyDictionary<string, string> Checks);
