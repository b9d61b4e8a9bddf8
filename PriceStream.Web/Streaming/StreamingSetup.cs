using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using PriceStream.Web.Requests;
using PriceStream.Web.Settings;
using PriceStream.Web.Streaming.Admission;

namespace PriceStream.Web.Streaming;

/// <summary>Registers the hub. The room that owns the messages registers what is streamed, as a <see cref="StreamSnapshot{T}"/>.</summary>
public static class StreamingSetup
{
    // Without this limit, the kernel would buffer megabytes for a client that does not read. Accepted connections inherit it.
    private const int SendBuffer = 64 << 10;

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
