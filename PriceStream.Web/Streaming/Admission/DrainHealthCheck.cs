using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace PriceStream.Web.Streaming.Admission;

/// <summary>Unhealthy while draining: a proxy then sends new visitors to another instance.</summary>
public sealed class DrainHealthCheck(StreamHub hub) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        hub.Stopping ? HealthCheckResult.Unhealthy("The process stops")
        : hub.Draining ? HealthCheckResult.Unhealthy("The administrator has sent everybody away")
        : HealthCheckResult.Healthy());
}
