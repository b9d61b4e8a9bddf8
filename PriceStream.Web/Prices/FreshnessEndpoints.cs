using Microsoft.AspNetCore.Http.HttpResults;
using PriceStream.Web.Requests;

namespace PriceStream.Web.Prices;

/// <summary>Freshness for an uptime monitor.</summary>
public static class FreshnessEndpoints
{
    private const int Stale = StatusCodes.Status503ServiceUnavailable;

    public static void MapFreshness(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/health/freshness", Get).WithName("GetFreshness").WithTags("Health").Produces<FreshnessJson>(Stale).WithHead();

    /// <summary>Reports whether the newest price is fresh</summary>
    /// <remarks>For an uptime monitor: the status alone says whether prices arrive.</remarks>
    /// <response code="200">The newest price is fresh.</response>
    /// <response code="503">The newest price is stale, or no price is known yet.</response>
    internal static Results<Ok<FreshnessJson>, JsonHttpResult<FreshnessJson>> Get(HttpResponse response, Freshness freshness)
    {
        response.Headers.CacheControl = "no-store";
        var answer = freshness.Read();
        return answer.IsFresh
            ? TypedResults.Ok(answer)
            : TypedResults.Json(answer, PriceJsonContext.Default.FreshnessJson, statusCode: Stale);
    }
}
