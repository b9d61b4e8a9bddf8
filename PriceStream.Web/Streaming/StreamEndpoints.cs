using PriceStream.Web.Streaming.Admission;

namespace PriceStream.Web.Streaming;

/// <summary>Maps streams to URLs.</summary>
public static class StreamEndpoints
{
    /// <summary>
    /// Maps a handler that returns a <see cref="StreamResult{T}"/>. Attempts to open a stream have a limiter of their own, because browsers
    /// do not retry after a 429.
    /// </summary>
    public static RouteHandlerBuilder MapStream(this IEndpointRouteBuilder routes, string pattern, Delegate handler) =>
        routes.MapGet(pattern, handler).RequireRateLimiting(StreamAttempts.Name);
}
