using PriceStream.Web.Settings;

namespace PriceStream.Web.Streaming.Relay;

/// <summary>Registers the relay between instances. The room that owns the messages registers their <see cref="RelayFormat{T}"/>.</summary>
public static class RelaySetup
{
    /// <summary>Registers Redis as the shared log, and its <see cref="StreamLease"/>; false when none is configured.</summary>
    /// <param name="server">Its addresses, without a password.</param>
    public static bool TryAddRedisLog<T>(this IServiceCollection services, SettingsReader settings, out string server)
    {
        server = "";
        if (settings.Bind<RedisOptions>().ToConfiguration() is not { } redis)
        {
            return false;
        }

        server = string.Join(',', redis.EndPoints.Select(endpoint => endpoint.ToString()?.Split('/')[^1]));
        services.AddSingleton(provider => new RelayConnection(redis, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new RelayRedis(
            provider.GetRequiredService<RelayConnection>(), provider.GetRequiredService<RelayFormat<T>>().Name));
        services.AddSingleton(provider => new StreamLease(provider.GetRequiredService<RelayRedis>()));
        services.AddSingleton<IRelayLog, RedisRelayLog>();
        return true;
    }

    /// <summary>Registers a <see cref="StreamRelay{T}"/> on the log that is registered.</summary>
    public static void AddRelay<T>(this IServiceCollection services)
    {
        services.AddSingleton<RelayReceiver<T>>();
        services.AddSingleton(provider => new RelayReader<T>(
            provider.GetRequiredService<IRelayLog>(),
            provider.GetRequiredService<RelayReceiver<T>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<RelayReader<T>>>()));
        services.AddSingleton(provider => new StreamRelay<T>(
            provider.GetRequiredService<IRelayLog>(),
            provider.GetRequiredService<RelayReader<T>>(),
            provider.GetRequiredService<RelayFormat<T>>()));
        services.AddHostedService<RelayService<T>>();
    }
}
