using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using PriceStream.Web.Requests;
using PriceStream.Web.Settings;
using PriceStream.Web.Streaming.Admission;
using PriceStream.Web.Streaming.Relay;

namespace PriceStream.Web.Streaming;

/// <summary>Registers the hub. What it streams is registered by the room that owns the messages, as a <see cref="StreamSnapshot{T}"/>.</summary>
public static class StreamingSetup
{
    // The kernel would take megabytes for a client that does not read. Accepted connections have what the listening socket has.
    private const int SendBuffer = 64 << 10;

    /// <summary>
    /// Registers a <see cref="StreamRelay{T}"/> and its <see cref="StreamLease"/> where a Redis is set; the room that owns the messages
    /// registers their <see cref="RelayFormat{T}"/>. Where none is set, nothing of it is there.
    /// </summary>
    public static void AddRelay<T>(this IServiceCollection services, SettingsReader settings)
    {
        if (settings.Bind<RedisOptions>().ToConfiguration() is not { } redis)
        {
            return;
        }

        services.AddSingleton(provider => new RelayRedis(redis, provider.GetRequiredService<RelayFormat<T>>().Name));
        services.AddSingleton(provider => new StreamLease(provider.GetRequiredService<RelayRedis>()));
        services.AddSingleton(provider => new StreamRelay<T>(
            provider.GetRequiredService<RelayRedis>(), provider.GetRequiredService<StreamLease>(), provider.GetRequiredService<StreamHub>(),
            provider.GetRequiredService<StreamFormat<T>>(), provider.GetRequiredService<RelayFormat<T>>(), provider.GetRequiredService<SseOptions>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<StreamRelay<T>>>()));
        services.AddHostedService(provider => provider.GetRequiredService<StreamRelay<T>>());
    }

    public static void AddStreaming(this IServiceCollection services, SettingsReader settings)
    {
        services.AddSingleton(settings.Bind<SseOptions>());
        services.AddSingleton<StreamHub>();
        services.AddSingleton<StreamMetrics>();
        services.AddSingleton<StreamAdmission>();
        services.AddSingleton<StreamRefusal>();
        services.AddSingleton(typeof(StreamHost<>));
        services.AddHostedService<StreamTimer>();
        services.AddHealthChecks().AddCheck<DrainHealthCheck>("streams", tags: ["ready"]);
        services.AddRateLimiter(limiter => limiter.AddPolicy<ClientAddress, StreamAttempts>(StreamAttempts.Name));
        services.Configure<SocketTransportOptions>(transport => transport.CreateBoundListenSocket = endpoint =>
        {
            var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
            socket.SendBufferSize = SendBuffer;
            return socket;
        });
    }
}
