using PriceStream.Web.Settings;
using PriceStream.Web.Upstream;

namespace PriceStream.Web.Demo;

/// <summary>Plugs the simulated market into the upstream's client, below HTTP. All other code is the same as with real prices.</summary>
public static class DemoSetup
{
    /// <summary>Registers nothing unless <see cref="UpstreamOptions.Mode"/> is Demo. Call it after the upstream is registered.</summary>
    public static void AddDemo(this IServiceCollection services, SettingsReader settings, UpstreamOptions upstream)
    {
        var options = settings.Bind<DemoOptions>();
        if (upstream.Mode != UpstreamMode.Demo)
        {
            return;
        }

        services.AddSingleton(_ => new DemoMarket(upstream.Seed));
        services.AddSingleton(provider => new DemoControl(
            provider.GetRequiredService<DemoMarket>(), provider.GetRequiredService<TimeProvider>(), startsManual: options.Manual));
        services.AddTransient<DemoMarketHandler>();
        services.AddSingleton<PollsSuspended>(provider => () => provider.GetRequiredService<DemoControl>().IsManual);
        services.AddHttpClient(nameof(UpstreamClient))
            .ConfigurePrimaryHttpMessageHandler(provider => provider.GetRequiredService<DemoMarketHandler>());
    }
}
