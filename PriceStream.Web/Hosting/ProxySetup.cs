using Microsoft.AspNetCore.HttpOverrides;
using PriceStream.Web.Settings;

namespace PriceStream.Web.Hosting;

/// <summary>Makes a request look as the client made it, before any other part sees it.</summary>
public static class ProxySetup
{
    public static void AddProxy(this IServiceCollection services, SettingsReader settings)
    {
        var options = settings.Bind<ProxyOptions>();
        services.AddSingleton(options);
        services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            forwarded.ForwardLimit = null; // as many proxies as there are: each of them must be known
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
        });
    }

    public static void UseProxy(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<ProxyOptions>();
        app.UseMiddleware<UnknownProxyWatch>();
        if (options.KnownNetworks.Count > 0) // with none, the middleware would believe everybody
        {
            app.UseForwardedHeaders();
        }

        if (options.PathBase.Length > 0)
        {
            app.Use((context, next) =>
            {
                // A proxy may have taken the prefix off, or not; links have it in both cases. Who asks the site itself may do as he likes.
                if (context.Request.Path.StartsWithSegments(options.PathBase, out var rest))
                {
                    context.Request.Path = rest;
                }

                context.Request.PathBase = options.PathBase;
                return next(context);
            });
        }
    }
}
