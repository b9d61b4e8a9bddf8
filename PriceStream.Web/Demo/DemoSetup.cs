using PriceStream.Web.Upstream;

namespace PriceStream.Web.Demo;

/// <summary>Plugs the simulated market into the upstream's client, below HTTP. All other code is the same as with real prices.</summary>
public static class DemoSetup
{
    /// <summary>Does nothing unless <see cref="UpstreamOptions.Mode"/> is Demo. Call it after the upstream is registered.</summary>
    public static void AddDemo(this IServiceCollection services, UpstreamOptions options)
    {
        if (options.Mode != UpstreamMode.Demo)
        {
            return;
        }

        services.AddSingleton(_ => new DemoMarket(options.Seed));
        services.AddSingleton<DemoControl>();
        services.AddTransient<DemoMarketHandler>();
        services.AddSingleton<PollsSuspended>(provider => () => provider.GetRequiredService<DemoControl>().IsManual);
        services.AddHttpClient(nameof(UpstreamClient))
            .ConfigurePrimaryHttpMessageHandler(provider => provider.GetRequiredService<DemoMarketHandler>());
    }
}
