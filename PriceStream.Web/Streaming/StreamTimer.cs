namespace PriceStream.Web.Streaming;

/// <summary>The single timer of all streams. Ends them when the process stops.</summary>
public sealed class StreamTimer(StreamHub hub, TimeProvider clock, IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var stop = lifetime.ApplicationStopping.Register(hub.Stop);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            hub.Sweep();
        }
    }
}
