using Microsoft.AspNetCore.Diagnostics.HealthChecks;

namespace PriceStream.Web.Observability;

/// <summary>Health for machines: <c>live</c> is the process, <c>ready</c> whether it can serve. Each room owns its own check.</summary>
public static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        routes.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready") });
    }
}
