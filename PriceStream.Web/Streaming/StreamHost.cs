using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using PriceStream.Web.Requests;
using PriceStream.Web.Streaming.Admission;

namespace PriceStream.Web.Streaming;

/// <summary>Runs one response from admission to its end: the client leaves, the maximum age, a drain, or shutdown.</summary>
public sealed class StreamHost<T>(
    StreamHub hub, StreamSnapshot<T> source, StreamAdmission admission, StreamRefusal refusal, StreamMetrics metrics, SseOptions options)
{
    private readonly ResyncWriter resync = source.WriteResync;

    public SseOptions Options => options;

    /// <param name="topics">Null for all.</param>
    /// <param name="lastEventId">The id of the last message that the client has; null for a new client.</param>
    public Task RunAsync(HttpContext context, int[]? topics, bool html, string? lastEventId)
    {
        var address = ClientAddress.Of(context.Connection.RemoteIpAddress);
        var reason = hub.Stopping ? "stopping" : hub.Draining ? "draining" : admission.TryEnter(address);
        return reason is null ? StreamAsync(context, address, topics, html, lastEventId) : refusal.AnswerAsync(context, reason);
    }

    private async Task StreamAsync(HttpContext context, ClientAddress address, int[]? topics, bool html, string? lastEventId)
    {
        try
        {
            metrics.CountConnect();
            StreamHeaders.Set(context.Response);
            context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            await WriteUntilEndedAsync(context, new(context.Response.BodyWriter, topics, html, lastEventId, resync, context.Abort));
        }
        finally
        {
            admission.Leave(address);
        }
    }

    private async Task WriteUntilEndedAsync(HttpContext context, StreamSubscription subscription)
    {
        // The server's own limit for slow readers depends on the amount of buffered data. While the stream lasts, the one limit of
        // StreamLifetimes replaces it; for the rest of the response, the server's limit applies again.
        var rate = context.Features.Get<IHttpMinResponseDataRateFeature>();
        var serverRate = rate?.MinDataRate;
        rate?.MinDataRate = null;
        hub.Add(subscription);
        using (context.RequestAborted.UnsafeRegister(static gone => ((StreamSubscription)gone!).Leave(), subscription))
        {
            await subscription.Ended;
        }

        rate?.MinDataRate = serverRate;
    }
}
