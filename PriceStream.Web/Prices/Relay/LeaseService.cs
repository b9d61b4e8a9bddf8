using PriceStream.Web.Data;
using PriceStream.Web.Data.Recovery;

namespace PriceStream.Web.Prices.Relay;

/// <summary>Logs which relay is in use, retries a renewal of the lease that failed, and releases the lease at the end.</summary>
internal sealed partial class LeaseService(
    SiteRelay relay, Outbox outbox, DatabaseSupervisor database, TimeProvider clock, ILogger<LeaseService> logger,
    IWriterLease? lease = null)
    : BackgroundService
{
    private static readonly TimeSpan RetryEvery = TimeSpan.FromSeconds(1);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (outbox.WaitingRows > 0)
        {
            await database.WatchAsync(cancellationToken); // a last try to store what is buffered in memory
        }

        if (lease is not null)
        {
            await lease.ReleaseAsync(cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        InUse(relay.Description);
        if (lease is null)
        {
            return;
        }

        using var timer = new PeriodicTimer(RetryEvery, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await lease.RetryAsync(stoppingToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Relay: {Relay}")]
    private partial void InUse(string relay);
}
