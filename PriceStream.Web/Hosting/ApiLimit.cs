using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using PriceStream.Web.Requests;

namespace PriceStream.Web.Hosting;

/// <summary>
/// Limits the calls of the JSON API from one address to a number per minute, with a burst of the same size. At the default, one address
/// that makes the most expensive call (a history that bypasses the cache) uses about an eighth of a processor.
/// </summary>
internal sealed class ApiLimit(LimitOptions options) : IRateLimiterPolicy<ClientAddress>
{
    public const string Name = "api";

    public Func<OnRejectedContext, CancellationToken, ValueTask>? OnRejected => (context, _) => new(RejectAsync(context));

    public RateLimitPartition<ClientAddress> GetPartition(HttpContext httpContext)
    {
        var address = ClientAddress.Of(httpContext.Connection.RemoteIpAddress);
        if (options.PermitsPerMinute == 0)
        {
            return RateLimitPartition.GetNoLimiter(address);
        }

        return RateLimitPartition.GetTokenBucketLimiter(address, _ => new()
        {
            TokenLimit = options.PermitsPerMinute,
            TokensPerPeriod = options.TokensPerPeriod,
            ReplenishmentPeriod = options.Period,
        });
    }

    private async Task RejectAsync(OnRejectedContext context)
    {
        var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var retryAfter) ? retryAfter : options.Period;
        var seconds = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        context.HttpContext.Response.Headers.RetryAfter = seconds;
        await TypedResults.Problem(
            $"This address has made more than {options.PermitsPerMinute} calls in a minute. Try again in {seconds} s.",
            statusCode: StatusCodes.Status429TooManyRequests).ExecuteAsync(context.HttpContext);
    }
}
