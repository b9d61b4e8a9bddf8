using System.Globalization;

namespace PriceStream.Web.Streaming.Admission;

/// <summary>
/// Refuses a stream request with a 503 that is an event stream. htmx retries that after the delay in the stream, which is random so that
/// refused clients do not all return together. htmx does not retry any other error.
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
