using System.Threading.Channels;

namespace PriceStream.Web.Streaming.Relay;

/// <summary>Keeps this instance up to date with the others while it runs, and releases the lease when it stops.</summary>
internal sealed class RelayService<T>(RelayReader<T> reader, RelayRedis redis, StreamLease lease, TimeProvider clock) : BackgroundService
{
    // Redis announces new batches, but an announcement may be lost.
    private static readonly TimeSpan ReadEvery = TimeSpan.FromSeconds(1);

    private readonly Channel<bool> wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private bool subscribed;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await lease.ReleaseAsync();
        }
        catch (RelayException)
        {
            // The lease expires without this.
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = clock.CreateTimer(_ => Wake(), null, ReadEvery, ReadEvery);
        do
        {
            if (await reader.TryReadAsync(stoppingToken) && !subscribed)
            {
                await SubscribeAsync();
            }
        }
        while (await wake.Reader.ReadAsync(stoppingToken));
    }

    private void Wake() => wake.Writer.TryWrite(true);

    private async Task SubscribeAsync()
    {
        try
        {
            await redis.SubscribeAsync(Wake);
            subscribed = true;
        }
        catch (RelayException)
        {
            // The next read retries.
        }
    }
}
