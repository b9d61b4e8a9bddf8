namespace PriceStream.Web.Streaming;

/// <summary>The headers of every event stream.</summary>
internal static class StreamHeaders
{
    public static void Set(HttpResponse response)
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache, no-transform";
        response.Headers["X-Accel-Buffering"] = "no"; // nginx buffers a response otherwise
    }
}
