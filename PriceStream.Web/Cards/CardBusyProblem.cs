using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;

namespace PriceStream.Web.Cards;

/// <summary>A 503 with problem details and Retry-After, while too many other cards are waiting.</summary>
public sealed class CardBusyProblem : IResult, IEndpointMetadataProvider
{
    private const string RetrySeconds = "2";

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.RetryAfter = RetrySeconds;
        return TypedResults.Problem(
            $"Too many cards are being drawn. Try again in {RetrySeconds} s.",
            statusCode: StatusCodes.Status503ServiceUnavailable).ExecuteAsync(httpContext);
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => builder.Metadata.Add(
        new ProducesResponseTypeMetadata(
            StatusCodes.Status503ServiceUnavailable, typeof(ProblemDetails), ["application/problem+json"]));
}
