using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using PriceStream.Web.Requests;

namespace PriceStream.Web.Streaming.Admission;

/// <summary>
/// Limits how often an address may try to open a stream: twice its share of streams at once, and its share again every ten seconds. That
/// stops a page that reconnects in a loop, but no real reader. The stream has no other rate limit.
/// </summary>
internal sealed class StreamAttempts(SseOptions options, StreamRefusal refusal) : IRateLimiterPolicy<ClientAddress>
{
    public const string Name = "stream";

    public Func<OnRejectedContext, CancellationToken, ValueTask>? OnRejected =>
        (context, _) => new(refusal.AnswerAsync(context.HttpContext, "rate"));

    public RateLimitPartition<ClientAddress> GetPartition(HttpContext httpContext) => RateLimitPartition.GetTokenBucketLimiter(
        ClientAddress.Of(httpContext.Connection.RemoteIpAddress),
        _ => new()
        {
            TokenLimit = 2 * options.MaxClientsPerAddress,
            TokensPerPeriod = Math.Max(1, options.MaxClientsPerAddress / 10),
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        });
}
