using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;

namespace PriceStream.Web.Cards;

/// <summary>A 503 with problem details and Retry-After, while a card cannot be drawn.</summary>
/// <param name="reason">Why, human-readable.</param>
public sealed class CardBusyProblem(string reason) : IResult, IEndpointMetadataProvider
{
    private const string RetrySeconds = "2";

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.RetryAfter = RetrySeconds;
        return TypedResults.Problem(
            $"{reason}. Try again in {RetrySeconds} s.",
            statusCode: StatusCodes.Status503ServiceUnavailable).ExecuteAsync(httpContext);
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => builder.Metadata.Add(
        new ProducesResponseTypeMetadata(
            StatusCodes.Status503ServiceUnavailable, typeof(ProblemDetails), ["application/problem+json"]));
}
