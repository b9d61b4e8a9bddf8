using PriceStream.Web.Upstream;

namespace PriceStream.Web.Demo;

/// <summary>Registers the simulated market, which answers in place of the price API.</summary>
public static class DemoSetup
{
    /// <summary>Registers nothing unless the mode is <see cref="UpstreamMode.Demo"/>.</summary>
    public static void AddDemo(this IServiceCollection services, UpstreamOptions upstream)
    {
        if (upstream.Mode != UpstreamMode.Demo)
        {
            return;
        }

        services.AddSingleton(_ => new DemoMarket(upstream.Seed));
        services.AddSingleton<DemoControl>();
        services.AddSingleton(provider => provider.GetRequiredService<DemoControl>().Circuits);
        services.AddKeyedTransient<HttpMessageHandler, DemoMarketHandler>(UpstreamMode.Demo);
    }
}
