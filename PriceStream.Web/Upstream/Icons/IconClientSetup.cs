using System.Net.Http.Headers;

namespace PriceStream.Web.Upstream.Icons;

/// <summary>Registers the client of the picture source.</summary>
internal static class IconClientSetup
{
    /// <param name="userAgent">The site's own, with its owner's contact.</param>
    public static void AddIconClient(this IServiceCollection services, string userAgent)
    {
        var client = services.AddHttpClient<IconClient>(http =>
        {
            http.Timeout = Timeout.InfiniteTimeSpan; // the client limits the time itself, on the site's clock
            http.DefaultRequestHeaders.UserAgent.ParseAdd(userAgent);
            http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("image/*"));
        });
        client.ConfigurePrimaryHttpMessageHandler(provider => Network(provider.GetRequiredService<TimeProvider>()));
    }

    private static SocketsHttpHandler Network(TimeProvider clock) => new()
    {
        ConnectCallback = (context, cancellationToken) =>
            HappyEyeballs.Network(clock).ConnectAsync(context.DnsEndPoint, cancellationToken),
        AllowAutoRedirect = false, // the client follows them on the same host
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        MaxResponseHeadersLength = 16,
        MaxResponseDrainSize = 0, // a body that is too long is not read to its end
    };
}
