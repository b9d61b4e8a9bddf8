using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace PriceStream.Web.Streaming.Admission;

/// <summary>Unhealthy while draining or stopping, so that a proxy sends new visitors to other instances.</summary>
public sealed class DrainHealthCheck(StreamHub hub) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Check());

    private HealthCheckResult Check()
    {
        if (hub.Stopping)
        {
            return HealthCheckResult.Unhealthy("The process is stopping");
        }

        return hub.Draining ? HealthCheckResult.Unhealthy("The administrator is draining this instance") : HealthCheckResult.Healthy();
    }
}
