using PriceStream.Web.Settings;

namespace PriceStream.Web.Streaming.Relay;

/// <summary>Registers the relay between instances.</summary>
public static class RelaySetup
{
    /// <summary>
    /// Registers a <see cref="StreamRelay{T}"/> and its <see cref="StreamLease"/> when a Redis is configured, otherwise nothing. The room
    /// that owns the messages registers their <see cref="RelayFormat{T}"/>.
    /// </summary>
    public static void AddRelay<T>(this IServiceCollection services, SettingsReader settings)
    {
        if (settings.Bind<RedisOptions>().ToConfiguration() is not { } redis)
        {
            return;
        }

        services.AddSingleton(provider => new RelayConnection(redis, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new RelayRedis(
            provider.GetRequiredService<RelayConnection>(), provider.GetRequiredService<RelayFormat<T>>().Name));
        services.AddSingleton(provider => new StreamLease(provider.GetRequiredService<RelayRedis>()));
        services.AddSingleton<RelayStream>();
        services.AddSingleton<RelayReceiver<T>>();
        services.AddSingleton(provider => new RelayReader<T>(
            provider.GetRequiredService<RelayStream>(),
            provider.GetRequiredService<RelayReceiver<T>>(),
            provider.GetRequiredService<ILogger<RelayReader<T>>>()));
        services.AddSingleton(provider => new StreamRelay<T>(
            provider.GetRequiredService<RelayStream>(),
            provider.GetRequiredService<RelayReader<T>>(),
            provider.GetRequiredService<RelayFormat<T>>()));
        services.AddHostedService<RelayService<T>>();
    }
}
