namespace PriceStream.Web.Streaming;

/// <summary>The one timer for all streams, and their goodbye when the process stops.</summary>
public sealed class StreamTimer(StreamHub hub, StreamMetrics metrics, TimeProvider clock, IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        metrics.Begin();
        using var stop = lifetime.ApplicationStopping.Register(hub.Stop);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            hub.Sweep();
        }
    }
}
