using System.Globalization;

namespace PriceStream.Web.Streaming.Admission;

/// <summary>
/// Answers a stream request that is not admitted with a 503 that is an event stream. htmx retries that after the delay it names, which is
/// random, so that refused clients do not come back together; any other answer it does not retry at all.
/// </summary>
public sealed class StreamRefusal(SseOptions options, StreamMetrics metrics)
{
    /// <param name="reason">For the metrics: full, address, rate, draining or stopping.</param>
    public async Task AnswerAsync(HttpContext context, string reason)
    {
        metrics.CountRefusal(reason);
        var retry = options.ReconnectBaseDelay + (options.ReconnectMaxDelay - options.ReconnectBaseDelay) * Random.Shared.NextDouble();
        var response = context.Response;
        response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        response.Headers.RetryAfter = ((int)Math.Ceiling(retry.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        StreamHeaders.Set(response);
        StreamFrames.WriteCapacity(response.BodyWriter, retry);
        await response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}
