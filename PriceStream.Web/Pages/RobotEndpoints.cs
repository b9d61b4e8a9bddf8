using Microsoft.AspNetCore.Http.HttpResults;
using PriceStream.Web.Hosting;
using PriceStream.Web.Requests;

namespace PriceStream.Web.Pages;

/// <summary>What search engines read first: what they should leave alone, and which pages there are.</summary>
public static class RobotEndpoints
{
    private const string Map = "sitemap.xml";

    private static readonly string[] Closed = ["/api/", "/admin", "/demo"];

    public static void MapRobots(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/robots.txt", RobotsOf).WithHead().ExcludeFromDescription();
        if (routes.ServiceProvider.GetRequiredService<SiteOptions>().Index)
        {
            routes.MapGet("/" + Map, SendMapAsync).LimitCalls().WithHead().ExcludeFromDescription();
        }
    }

    private static ContentHttpResult RobotsOf(HttpRequest request, SiteOptions site)
    {
        var closed = site.Index ? Closed : ["/"];
        var lines = closed.Select(path => $"Disallow: {request.PathBase.ToUriComponent()}{path}\n");
        var map = site.Index ? $"\nSitemap: {PublicAddress.Of(request, Map)}\n" : "";
        return TypedResults.Text($"User-agent: *\n{string.Concat(lines)}{map}");
    }

    private static async Task SendMapAsync(HttpContext context, Sitemap sitemap)
    {
        var (body, tag) = sitemap.Of(PublicAddress.Of(context.Request, ""));
        if (!ConditionalRequests.AnswersUnchanged(context, tag))
        {
            context.Response.ContentType = "application/xml; charset=utf-8";
            await context.Response.BodyWriter.WriteAsync(body, context.RequestAborted);
        }
    }
}
