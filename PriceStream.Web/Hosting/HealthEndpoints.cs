using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace PriceStream.Web.Hosting;

/// <summary>
/// Health endpoints for monitors and proxies. <c>live</c>: the process runs. <c>ready</c>: the database can be read and streams are
/// accepted. Redis and the price source do not count, because the site works without them. Each room owns its check.
/// </summary>
public static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/health/live", new() { Predicate = _ => false, ResponseWriter = WriteAsync });
        routes.MapHealthChecks("/health/ready", new() { Predicate = check => check.Tags.Contains("ready"), ResponseWriter = WriteAsync });
    }

    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.Headers.CacheControl = "no-store";
        var checks = report.Entries.ToDictionary(check => check.Key, check => check.Value.Description ?? check.Value.Status.ToString());
        var json = new HealthJson(report.Status.ToString(), checks);
        return context.Response.WriteAsJsonAsync(json, HealthJsonContext.Default.HealthJson, cancellationToken: context.RequestAborted);
    }
}
