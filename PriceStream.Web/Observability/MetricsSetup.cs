using OpenTelemetry.Metrics;

namespace PriceStream.Web.Observability;

/// <summary>Metrics for machines, as Prometheus text. Each room owns its meter, <c>pricestream.ROOM</c>; the runtime and the server have theirs.</summary>
public static class MetricsSetup
{
    public static void AddObservability(this IServiceCollection services) => services.AddOpenTelemetry().WithMetrics(metrics => metrics
        .AddMeter("pricestream.*", "System.Runtime", "Microsoft.AspNetCore.Server.Kestrel")
        .AddPrometheusExporter());

    public static void MapMetrics(this IEndpointRouteBuilder routes) => routes.MapPrometheusScrapingEndpoint("/metrics");
}
