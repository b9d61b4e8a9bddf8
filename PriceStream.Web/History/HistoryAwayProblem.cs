using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;

namespace PriceStream.Web.History;

/// <summary>A 503 with problem details: the past cannot be read until the database is back.</summary>
/// <param name="reason">Why, human-readable.</param>
public sealed class HistoryAwayProblem(string reason) : IResult, IEndpointMetadataProvider
{
    // The database is tried again every two seconds.
    private const int RetrySeconds = 5;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.RetryAfter = RetrySeconds.ToString(CultureInfo.InvariantCulture);
        return TypedResults.Problem($"The past cannot be read now: {reason}.", statusCode: StatusCodes.Status503ServiceUnavailable)
            .ExecuteAsync(httpContext);
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => builder.Metadata.Add(
        new ProducesResponseTypeMetadata(StatusCodes.Status503ServiceUnavailable, typeof(ProblemDetails), ["application/problem+json"]));
}
