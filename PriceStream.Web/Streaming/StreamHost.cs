using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using PriceStream.Web.Requests;
using PriceStream.Web.Streaming.Admission;

namespace PriceStream.Web.Streaming;

/// <summary>Runs one response from admission to its end: at the client's wish, at the end of its life, or at shutdown.</summary>
public sealed class StreamHost<T>(StreamHub hub, StreamSnapshot<T> source, StreamAdmission admission, StreamRefusal refusal, StreamMetrics metrics, SseOptions options)
{
    private readonly ResyncWriter resync = source.WriteResync;

    public SseOptions Options => options;

    public Task RunAsync(HttpContext context, int[]? topics, bool html, string? lastEventId)
    {
        var address = ClientAddress.Of(context.Connection.RemoteIpAddress);
        var refused = hub.Stopping ? "stopping" : hub.Draining ? "draining" : admission.TryEnter(address);
        return refused is null ? StreamAsync(context, address, topics, html, lastEventId) : refusal.AnswerAsync(context, refused);
    }

    private async Task StreamAsync(HttpContext context, ClientAddress address, int[]? topics, bool html, string? lastEventId)
    {
        try
        {
            metrics.Connected();
            StreamRefusal.Prepare(context.Response);
            context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            await WriteUntilItEndsAsync(context, new(context.Response.BodyWriter, topics, html, lastEventId, resync, context.Abort));
        }
        finally
        {
            admission.Leave(address);
        }
    }

    private async Task WriteUntilItEndsAsync(HttpContext context, StreamSubscription subscription)
    {
        // The server's own patience with a reader depends on how much lies before it; the loop's does not. What is left when the
        // stream has ended is the server's again.
        var rate = context.Features.Get<IHttpMinResponseDataRateFeature>();
        var serversOwn = rate?.MinDataRate;
        rate?.MinDataRate = null;
        hub.Add(subscription);
        using (context.RequestAborted.UnsafeRegister(static gone => ((StreamSubscription)gone!).Leave(), subscription))
        {
            await subscription.Ended;
        }

        rate?.MinDataRate = serversOwn;
    }
}
