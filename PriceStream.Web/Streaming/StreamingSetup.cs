using PriceStream.Web.Input;

namespace PriceStream.Web.Streaming;

/// <summary>Registers the hub. What it streams is registered by the room that owns the messages, as a <see cref="StreamSource{T}"/>.</summary>
public static class StreamingSetup
{
    public static void AddStreaming(this IServiceCollection services, SettingsReader settings)
    {
        services.AddSingleton(SseOptions.Read(settings));
        services.AddSingleton<StreamHub>();
        services.AddSingleton<StreamAdmission>();
        services.AddSingleton(typeof(StreamHost<>));
        services.AddHostedService<StreamHeartbeat>();
    }
}
