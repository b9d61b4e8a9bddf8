using PriceStream.Web.Data.Recovery;
using PriceStream.Web.History;
using PriceStream.Web.Prices.Relay;
using PriceStream.Web.Settings;
using PriceStream.Web.Streaming;
using PriceStream.Web.Streaming.Relay;
using PriceStream.Web.Upstream;

namespace PriceStream.Web.Prices;

/// <summary>Registers current prices. The room that renders pages registers <see cref="PriceFragmentWriter"/>.</summary>
public static class PricesSetup
{
    public static void AddPrices(this IServiceCollection services, SettingsReader settings)
    {
        AddTax(services, settings);
        services.AddSingleton<LivePrices>();
        services.AddSingleton<NewestPrices>(provider => provider.GetRequiredService<LivePrices>().ToUpdates);
        services.AddSingleton<UpstreamMonitor>();
        services.AddSingleton<PollGate>();
        services.AddSingleton<PriceIngest>();
        services.AddSingleton<PriceReceiver>();
        services.AddSingleton<MemoryReload>(provider => provider.GetRequiredService<PriceReceiver>().ReloadAsync);
        services.AddSingleton<PriceEvents>();
        services.AddSingleton<PriceMetrics>();
        services.AddSingleton<Freshness>();
        services.AddTransient<PricePollJob>();
        services.AddSingleton<PollNow>(provider => cancellationToken => PollNowAsync(provider, cancellationToken));
        AddStream(services, settings);
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, PriceJsonContext.Default);
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, TaxJsonFields.Resolver);
        });
    }

    /// <summary>Loads the stored prices, so that pages have them before the first poll.</summary>
    public static async Task LoadPricesAsync(this IServiceProvider services, CancellationToken cancellationToken = default)
    {
        services.GetRequiredService<PriceMetrics>(); // nothing else creates it
        var live = services.GetRequiredService<LivePrices>();
        await live.LoadAsync(cancellationToken);
        if (live.NewestTrade is { } newest)
        {
            // The time of the last poll is not stored. The newest trade is a safe lower bound.
            services.GetRequiredService<UpstreamMonitor>().Remember(newest);
        }

        if (services.GetService<StreamRelay<Price>>() is { } relay)
        {
            await relay.CatchUpAsync(cancellationToken);
        }
    }

    private static void AddTax(IServiceCollection services, SettingsReader settings)
    {
        var options = settings.Bind<TaxOptions>();
        services.AddSingleton(options);
        services.AddSingleton(provider => new GeTax(options.Rules, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<MarginAt>(provider => provider.GetRequiredService<GeTax>().MarginAt);
    }

    private static void AddStream(IServiceCollection services, SettingsReader settings)
    {
        services.AddSingleton<LastEventId>(provider =>
        {
            var hub = provider.GetRequiredService<StreamHub>();
            return () => hub.LastEventId;
        });
        services.AddSingleton(provider => PriceEventFormat.Create(provider.GetRequiredService<PriceFragmentWriter>()));
        services.AddSingleton(provider => new StreamSnapshot<Price>(
            provider.GetRequiredService<StreamFormat<Price>>(), provider.GetRequiredService<LivePrices>().Of));
        services.AddSiteRelay(settings);
        services.AddSingleton(provider => PriceRelayFormat.Create(
            RelayName(provider.GetRequiredService<UpstreamOptions>()),
            provider.GetRequiredService<PriceReceiver>()));
    }

    // Instances share their prices only with instances of the same mode.
    private static string RelayName(UpstreamOptions upstream) => upstream.Mode.ToString().ToLowerInvariant();

    private static async Task<PollResult> PollNowAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var job = services.GetRequiredService<PricePollJob>();
        job.CancellationToken = cancellationToken;
        await job.PollNowAsync();
        var status = services.GetRequiredService<UpstreamMonitor>().Status;
        return new(status.FailingSince is null, status.Reason, services.GetRequiredService<StreamHub>().LastEventId);
    }
}
