using Microsoft.AspNetCore.Server.Kestrel.Core;
using PriceStream.Web.Requests;
using PriceStream.Web.Settings;

namespace PriceStream.Web.Hosting;

/// <summary>Limits the size of a request and the number of API calls.</summary>
public static class LimitsSetup
{
    public static void AddLimits(this IServiceCollection services, SettingsReader settings)
    {
        services.AddSingleton(settings.Bind<LimitOptions>());
        services.AddRateLimiter(limiter => limiter.AddPolicy<ClientAddress, ApiLimit>(ApiLimit.Name));
        services.Configure<KestrelServerOptions>(Limit);
        services.AddExceptionHandler<BadRequestHandler>();
    }

    public static TBuilder LimitCalls<TBuilder>(this TBuilder routes) where TBuilder : IEndpointConventionBuilder =>
        routes.RequireRateLimiting(ApiLimit.Name);

    private static void Limit(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        var limits = kestrel.Limits;
        limits.MaxRequestBodySize = 16 << 10; // enough for an administrator's form and a tester's command
        limits.MaxRequestLineSize = HeaderLimit.MaxSize; // up to here, HeaderLimit answers with a page
        limits.MaxRequestHeadersTotalSize = 4 * HeaderLimit.MaxSize; // up to here, HeaderLimit answers with a page
        limits.MaxRequestHeaderCount = 256; // over HTTP/2, each cookie may be a header of its own
        limits.Http2.MaxRequestHeaderFieldSize = HeaderLimit.MaxSize;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(130); // longer than the two minutes of most proxies, so that they close first
        limits.Http2.MaxStreamsPerConnection = 100;
    }
}
