using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using StackExchange.Redis;
using PriceStream.Web.History.Import;
using PriceStream.Web.History.Recent;
using PriceStream.Web.Settings;
using PriceStream.Web.Upstream;

namespace PriceStream.Web.History;

/// <summary>
/// Registers the history of prices. The room that publishes prices registers <see cref="LastEventId"/> and <see cref="MarginAt"/>.
/// </summary>
public static class HistorySetup
{
    public static void AddHistory(this IServiceCollection services, SettingsReader settings)
    {
        AddCache(services, settings);
        services.AddSingleton<HistoryMetrics>();
        services.AddSingleton<HistoryReader>();
        services.AddSingleton<PriceHistory>();
        services.AddSingleton<WindowWriter>();
        services.AddSingleton<WindowSync>();
        services.AddSingleton<ItemBackfill>();
        services.AddSingleton<FetchTurns>();
        services.AddSingleton<RecentMarket>();
        services.AddTransient<RecentMarketJob>();
        services.AddTransient<WindowSyncJob>();
        services.AddTransient<ItemBackfillJob>();
        services.AddTransient<RollUpJob>();
        services.AddTransient<PruneJob>();
    }

    /// <summary>Loads the list of items whose past an earlier run has fetched.</summary>
    public static Task LoadHistoryAsync(this IServiceProvider services, CancellationToken cancellationToken = default) =>
        services.GetRequiredService<ItemBackfill>().LoadAsync(cancellationToken);

    // Memory first and, if configured, Redis behind it.
    private static void AddCache(IServiceCollection services, SettingsReader settings)
    {
        services.AddSingleton<HistoryCache>();
        services.AddSingleton<IMemoryCache, BoundedMemoryCache>();
        services.AddHybridCache().AddSerializer<HistorySnapshot?, HistorySerializer>();
        if (settings.Bind<RedisOptions>().ToConfiguration() is not { } redis)
        {
            return;
        }

        redis.ConnectTimeout = redis.SyncTimeout = redis.AsyncTimeout = 1000;
        redis.BacklogPolicy = BacklogPolicy.FailFast;
        services.AddSingleton<IDistributedCache>(provider => new RedisCacheGuard(
            redis,
            KeyPrefix(provider.GetRequiredService<UpstreamOptions>()),
            provider.GetRequiredService<HistoryMetrics>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<RedisCacheGuard>>()));
    }

    // The demo market and the real one, and two demo markets, must share no entries.
    private static string KeyPrefix(UpstreamOptions upstream) => upstream.Mode == UpstreamMode.Demo
        ? $"pricestream:demo-{upstream.Seed}:"
        : $"pricestream:{upstream.BaseAddress.Authority}:";
}
