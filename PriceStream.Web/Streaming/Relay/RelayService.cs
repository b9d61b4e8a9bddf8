using System.Threading.Channels;

namespace PriceStream.Web.Streaming.Relay;

/// <summary>Keeps this instance up to date with the others while it runs.</summary>
internal sealed class RelayService<T>(RelayReader<T> reader, IRelayLog log, TimeProvider clock) : BackgroundService
{
    // New entries are announced, but an announcement may be lost.
    private static readonly TimeSpan ReadEvery = TimeSpan.FromSeconds(1);

    private readonly Channel<bool> wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private Task listening = Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = clock.CreateTimer(_ => Wake(), null, ReadEvery, ReadEvery);
        do
        {
            if (await reader.TryReadAsync(stoppingToken) && listening.IsCompleted)
            {
                listening = ListenAsync(stoppingToken);
            }
        }
        while (await wake.Reader.ReadAsync(stoppingToken));
    }

    private void Wake() => wake.Writer.TryWrite(true);

    private async Task ListenAsync(CancellationToken stoppingToken)
    {
        try
        {
            await log.ListenAsync(Wake, stoppingToken);
        }
        catch (Exception exception) when (exception is RelayException or OperationCanceledException)
        {
            // The next read that succeeds retries.
        }
    }
}
