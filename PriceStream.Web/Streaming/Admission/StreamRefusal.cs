using System.Globalization;

namespace PriceStream.Web.Streaming.Admission;

/// <summary>
/// The answer to a stream that is not admitted: a 503 that is an event stream. Browsers retry that with the delay it names, which is
/// another for each; any other refusal they do not retry at all.
/// </summary>
public sealed class StreamRefusal(SseOptions options, StreamMetrics metrics)
{
    /// <param name="reason">For the metrics: full, address, rate, draining or stopping.</param>
    public async Task AnswerAsync(HttpContext context, string reason)
    {
        metrics.Refused(reason);
        var retry = options.ReconnectBaseDelay + (options.ReconnectMaxDelay - options.ReconnectBaseDelay) * Random.Shared.NextDouble();
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = ((int)Math.Ceiling(retry.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        Prepare(context.Response);
        SseFrame.Line(context.Response.BodyWriter, "retry: ", ((int)retry.TotalMilliseconds).ToString(CultureInfo.InvariantCulture));
        SseFrame.Write(context.Response.BodyWriter, null, "capacity", "{}");
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    /// <summary>The headers of every event stream.</summary>
    internal static void Prepare(HttpResponse response)
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache, no-transform";
        response.Headers["X-Accel-Buffering"] = "no"; // nginx buffers a response otherwise
    }
}
