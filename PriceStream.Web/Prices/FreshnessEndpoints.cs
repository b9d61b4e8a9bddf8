using Microsoft.AspNetCore.Http.HttpResults;

namespace PriceStream.Web.Prices;

/// <summary>For an uptime monitor: 200 while the newest price is fresh, 503 when it is not.</summary>
public static class FreshnessEndpoints
{
    private static readonly string[] GetOrHead = [HttpMethods.Get, HttpMethods.Head];

    public static void MapFreshness(this IEndpointRouteBuilder routes) =>
        routes.MapMethods("/health/freshness", GetOrHead, Get).ExcludeFromDescription();

    private static JsonHttpResult<FreshnessJson> Get(HttpContext context, Freshness freshness)
    {
        var answer = freshness.Read();
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Json(answer, PriceJsonContext.Default.FreshnessJson, statusCode: answer.IsFresh ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}
