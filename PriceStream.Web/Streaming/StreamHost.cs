using System.Globalization;
using Microsoft.AspNetCore.Http.Features;

namespace PriceStream.Web.Streaming;

/// <summary>Runs one response from admission to its end: at the client's wish, at the end of its life, or at shutdown.</summary>
public sealed class StreamHost<T>(StreamHub hub, StreamSource<T> source, StreamAdmission admission, SseOptions options, TimeProvider clock, IHostApplicationLifetime lifetime)
{
    public SseOptions Options => options;

    public async Task RunAsync(HttpContext context, int[]? topics, bool html, string? lastEventId)
    {
        PrepareResponse(context);
        if (lifetime.ApplicationStopping.IsCancellationRequested || !admission.TryEnter())
        {
            await RefuseAsync(context);
            return;
        }

        try
        {
            await StreamAsync(context, new StreamSubscription<T>(hub, source, topics, html), lastEventId);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone: nobody is left to tell.
        }
        finally
        {
            admission.Leave();
        }
    }

    private async Task StreamAsync(HttpContext context, StreamSubscription<T> subscription, string? lastEventId)
    {
        var output = context.Response.BodyWriter;
        var gone = context.RequestAborted;
        using var life = new CancellationTokenSource(options.ConnectionTimeout * (1 - 0.2 * Random.Shared.NextDouble()), clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(gone, life.Token, lifetime.ApplicationStopping);

        subscription.Start(output, lastEventId, Guid.NewGuid().ToString("N"), options.HeartbeatInterval, options.ReconnectBaseDelay * (1 + Random.Shared.NextDouble() / 2));
        subscription.WritePending(output);
        await output.FlushAsync(gone);
        while (!end.IsCancellationRequested)
        {
            var next = hub.Next;
            if (subscription.WritePending(output))
            {
                await output.FlushAsync(gone);
            }
            else
            {
                await next.WaitAsync(end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        if (!gone.IsCancellationRequested)
        {
            var reason = lifetime.ApplicationStopping.IsCancellationRequested ? "shutdown" : "timeout";
            SseFrame.Write(output, null, "bye", $$"""{"reason":"{{reason}}"}""");
            await output.FlushAsync(gone);
        }
    }

    // A 503 that is an event stream is retried by browsers with the delay it names; any other refusal is not retried at all.
    private async Task RefuseAsync(HttpContext context)
    {
        var retry = options.ReconnectBaseDelay + (options.ReconnectMaxDelay - options.ReconnectBaseDelay) * Random.Shared.NextDouble();
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = ((int)Math.Ceiling(retry.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        SseFrame.Line(context.Response.BodyWriter, "retry: ", ((int)retry.TotalMilliseconds).ToString(CultureInfo.InvariantCulture));
        SseFrame.Write(context.Response.BodyWriter, null, "capacity", "{}");
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private static void PrepareResponse(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-cache, no-transform";
        context.Response.Headers["X-Accel-Buffering"] = "no"; // nginx buffers a response otherwise
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
    }
}
