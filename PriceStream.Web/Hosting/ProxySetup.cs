using Microsoft.AspNetCore.HttpOverrides;
using PriceStream.Web.Settings;

namespace PriceStream.Web.Hosting;

/// <summary>Restores the client's original request before any other middleware sees it.</summary>
public static class ProxySetup
{
    public static void AddProxy(this IServiceCollection services, SettingsReader settings)
    {
        var options = settings.Bind<ProxyOptions>();
        services.AddSingleton(options);
        services.Configure<ForwardedHeadersOptions>(forwarded => Trust(forwarded, options));
    }

    public static void UseProxy(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<ProxyOptions>();
        app.UseMiddleware<UnknownProxyWatch>();
        if (options.KnownNetworks.Count > 0) // with an empty list, the middleware would trust every client
        {
            app.UseForwardedHeaders();
        }

        if (options.PathBase.Length > 0)
        {
            app.Use((context, next) =>
            {
                MoveToPathBase(context.Request, options.PathBase);
                return next(context);
            });
        }
    }

    private static void Trust(ForwardedHeadersOptions forwarded, ProxyOptions options)
    {
        forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        forwarded.ForwardLimit = null; // any number of proxies, each of which must be known
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var network in options.KnownNetworks)
        {
            forwarded.KnownIPNetworks.Add(network);
        }

        if (options.AllowedHosts.Count > 0)
        {
            forwarded.ForwardedHeaders |= ForwardedHeaders.XForwardedHost;
            forwarded.AllowedHosts = [.. options.AllowedHosts];
        }
    }

    // The proxy may have removed the prefix or not; links contain it either way. A client that bypasses the proxy may use either form.
    private static void MoveToPathBase(HttpRequest request, string pathBase)
    {
        if (request.Path.StartsWithSegments(pathBase, out var rest))
        {
            request.Path = rest;
        }

        request.PathBase = pathBase;
    }
}
