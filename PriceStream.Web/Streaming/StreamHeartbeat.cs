namespace PriceStream.Web.Streaming;

/// <summary>One timer beats for all streams.</summary>
public sealed class StreamHeartbeat(StreamHub hub, SseOptions options, TimeProvider clock) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.HeartbeatInterval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            hub.Beat();
        }
    }
}
