using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace PriceStream.Web.Hosting;

/// <summary>
/// Health for machines: <c>live</c> is the process, <c>ready</c> whether it can serve: the database can be read and streams are taken.
/// What the site works without, Redis and the price source, makes it no less ready. Each room owns its own check.
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
        return context.Response.WriteAsJsonAsync(new HealthJson(report.Status.ToString(), checks), HealthJsonContext.Default.HealthJson, cancellationToken: context.RequestAborted);
    }
}
