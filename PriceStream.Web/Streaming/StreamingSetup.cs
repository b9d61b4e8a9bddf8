using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using PriceStream.Web.Input;

namespace PriceStream.Web.Streaming;

/// <summary>Registers the hub. What it streams is registered by the room that owns the messages, as a <see cref="StreamSource{T}"/>.</summary>
public static class StreamingSetup
{
    // The kernel would take megabytes for a client that does not read. Accepted connections have what the listening socket has.
    private const int SendBuffer = 64 << 10;

    public static void AddStreaming(this IServiceCollection services, SettingsReader settings)
    {
        services.AddSingleton(SseOptions.Read(settings));
        services.AddSingleton<StreamHub>();
        services.AddSingleton<StreamMetrics>();
        services.AddSingleton<StreamAdmission>();
        services.AddSingleton<StreamRefusal>();
        services.AddSingleton(typeof(StreamHost<>));
        services.AddHostedService<StreamPulse>();
        services.AddRateLimiter(limiter => limiter.AddPolicy<StreamAddress, StreamAttempts>(StreamAttempts.Name));
        services.Configure<SocketTransportOptions>(transport => transport.CreateBoundListenSocket = endpoint =>
        {
            var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
            socket.SendBufferSize = SendBuffer;
            return socket;
        });
    }
}
