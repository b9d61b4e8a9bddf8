using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using PriceStream.Web.Requests;

namespace PriceStream.Web.Hosting;

/// <summary>
/// How many calls of the JSON API an address has: a minute's worth at once, and then as many a minute. At the default, one address that
/// asks for the dearest there is (a history past the cache) takes about an eighth of a processor.
/// </summary>
internal sealed class ApiLimit(LimitOptions options) : IRateLimiterPolicy<ClientAddress>
{
    public const string Name = "api";

    public Func<OnRejectedContext, CancellationToken, ValueTask>? OnRejected => (context, _) => new(RefuseAsync(context));

    public RateLimitPartition<ClientAddress> GetPartition(HttpContext httpContext)
    {
        var address = ClientAddress.Of(httpContext.Connection.RemoteIpAddress);
        return options.PermitsPerMinute == 0 ? RateLimitPartition.GetNoLimiter(address) : RateLimitPartition.GetTokenBucketLimiter(address, _ => new()
        {
            TokenLimit = options.PermitsPerMinute,
            TokensPerPeriod = options.TokensPerPeriod,
            ReplenishmentPeriod = options.Period,
        });
    }

    private async Task RefuseAsync(OnRejectedContext context)
    {
        var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var told) ? told : options.Period;
        var seconds = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        context.HttpContext.Response.Headers.RetryAfter = seconds;
        await TypedResults.Problem(
            $"This address has made more than {options.PermitsPerMinute} calls a minute. Ask again in {seconds} s.",
            statusCode: StatusCodes.Status429TooManyRequests).ExecuteAsync(context.HttpContext);
    }
}
