using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using StackExchange.Redis;
using PriceStream.Web.Data.Recovery;
using PriceStream.Web.Data.Sqlite;
using PriceStream.Web.History;
using PriceStream.Web.History.Import;
using PriceStream.Web.Settings;
using PriceStream.Web.Streaming;
using PriceStream.Web.Streaming.Relay;
using PriceStream.Web.Upstream;

namespace PriceStream.Web.Prices;

/// <summary>Registers the spine. The pages register the <see cref="PriceFragmentWriter"/>.</summary>
public static class PricesSetup
{
    public static void AddPrices(this IServiceCollection services, SettingsReader settings)
    {
        AddCache(services, settings);
        services.AddRelay<Price>(settings);
        services.AddSingleton<PriceRelay>();
        services.AddSingleton(provider => provider.GetRequiredService<PriceRelay>().CreateFormat(provider.GetRequiredService<UpstreamOptions>().Mode.ToString().ToLowerInvariant()));
        services.AddSingleton<LivePrices>();
        services.AddSingleton<NewestPrices>(provider => provider.GetRequiredService<LivePrices>().ToRows);
        services.AddSingleton<FeedState>();
        services.AddSingleton<Freshness>();
        services.AddSingleton<PriceFeed>();
        services.AddSingleton<PriceEvents>();
        services.AddSingleton<PriceIngest>();
        services.AddSingleton<PriceMetrics>();
        services.AddSingleton<HistoryMetrics>();
        services.AddSingleton<HistoryReader>();
        services.AddSingleton<PriceHistory>();
        services.AddSingleton<WindowStore>();
        services.AddSingleton<WindowSync>();
        services.AddSingleton<ItemBackfill>();
        services.AddTransient<PricePollJob>();
        services.AddTransient<WindowSyncJob>();
        services.AddTransient<ItemBackfillJob>();
        services.AddTransient<RollUpJob>();
        services.AddTransient<PruneJob>();
        services.AddTransient<CheckpointJob>();
        services.AddSingleton(provider => PriceEvents.CreateFormat(provider.GetRequiredService<PriceFragmentWriter>()));
        services.AddSingleton(provider => new StreamSnapshot<Price>(
            provider.GetRequiredService<StreamFormat<Price>>(), provider.GetRequiredService<LivePrices>().Of));
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, PriceJsonContext.Default));
    }

    /// <summary>Loads the stored prices, so that pages have them before the first poll.</summary>
    public static async Task LoadPricesAsync(this IServiceProvider services, CancellationToken cancellationToken = default)
    {
        services.GetRequiredService<PriceMetrics>(); // nothing else creates it
        var latest = services.GetRequiredService<LivePrices>();
        await latest.LoadAsync(cancellationToken);
        await services.GetRequiredService<ItemBackfill>().LoadAsync(cancellationToken);
        if (latest.Of((IReadOnlyCollection<int>?)null) is { Count: > 0 } stored)
        {
            // When the last poll was is not stored; the newest trade it brought is the honest lower bound.
            services.GetRequiredService<FeedState>().Remember(DateTimeOffset.FromUnixTimeSeconds(stored.Max(price => price.Time)));
        }

        if (services.GetService<StreamRelay<Price>>() is { } relay)
        {
            await relay.CatchUpAsync(cancellationToken);
        }
    }

    // Memory first and, where there is one, Redis behind it. A demo market and a real one, or two demo markets, share nothing there.
    private static void AddCache(IServiceCollection services, SettingsReader settings)
    {
        services.AddSingleton<HistoryCache>();
        services.AddSingleton<IMemoryCache, BoundedMemoryCache>();
        services.AddHybridCache().AddSerializer<HistorySnapshot?, HistorySerializer>();
        if (RedisSettings.Read(settings) is not { } redis)
        {
            return;
        }

        redis.ConnectTimeout = redis.SyncTimeout = redis.AsyncTimeout = 1000;
        redis.BacklogPolicy = BacklogPolicy.FailFast;
        services.AddSingleton<IDistributedCache>(provider => new RedisCacheGuard(
            redis,
            MarketName(provider.GetRequiredService<UpstreamOptions>()),
            provider.GetRequiredService<HistoryMetrics>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<RedisCacheGuard>>()));
    }

    private static string MarketName(UpstreamOptions upstream) =>
        upstream.Mode == UpstreamMode.Demo ? $"pricestream:demo-{upstream.Seed}:" : $"pricestream:{upstream.BaseAddress.Authority}:";
}
