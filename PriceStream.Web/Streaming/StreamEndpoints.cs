using Microsoft.AspNetCore.Http.HttpResults;
using PriceStream.Web.Requests;
using PriceStream.Web.Streaming.Admission;

namespace PriceStream.Web.Streaming;

/// <summary>The HTTP side of the stream: what a client may ask.</summary>
public static class StreamEndpoints
{
    public const int MaxTopics = 200;

    /// <summary>
    /// <c>?PARAMETER=1,2</c> asks for topics (all without it; more than <see cref="MaxTopics"/>, or one that is no positive integer,
    /// is a 400), <c>after=</c> or <c>Last-Event-ID</c> (which wins) for what came since, <c>html=true</c> for fragments.
    /// </summary>
    public static RouteHandlerBuilder MapStream<T>(this IEndpointRouteBuilder routes, string pattern, string parameter) =>
        routes.MapGet(pattern, async Task<Results<EmptyHttpResult, NotFound, ValidationProblem>> (HttpContext context, StreamHost<T> host) =>
        {
            if (!host.Options.Enabled)
            {
                return TypedResults.NotFound();
            }

            var query = new QueryReader(context.Request.Query);
            var topics = query.Ids(parameter, MaxTopics);
            var html = query.Switch("html") ?? false;
            var after = query.Text("after", "", 1 << 20);
            if (query.Faults is { } faults)
            {
                return TypedResults.ValidationProblem(faults);
            }

            var lastEventId = context.Request.Headers["Last-Event-ID"].ToString() is { Length: > 0 } header ? header : after;
            await host.RunAsync(context, topics, html, lastEventId.Length > 0 ? lastEventId : null);
            return TypedResults.Empty;
        }).RequireRateLimiting(StreamAttempts.Name);
}
