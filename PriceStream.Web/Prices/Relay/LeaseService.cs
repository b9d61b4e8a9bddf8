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

    private readonly Lock stopping = new();
    private Task? stopped;

    /// <summary>Several callers wait for the same stop, because services are disposed as soon as one of them goes on.</summary>
    public override Task StopAsync(CancellationToken cancellationToken)
    {
        lock (stopping)
        {
            return stopped ??= StopOnceAsync(cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (lease is null)
        {
            return;
        }

        InUse(relay.Description);
        using var timer = new PeriodicTimer(RetryEvery, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await RetryAsync(lease, stoppingToken);
        }
    }

    private async Task StopOnceAsync(CancellationToken cancellationToken)
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

    // An exception that left here would stop the site.
    private async Task RetryAsync(IWriterLease held, CancellationToken cancellationToken)
    {
        try
        {
            await held.RetryAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            NotRenewed(exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Relay: {Relay}")]
    private partial void InUse(string relay);

    [LoggerMessage(Level = LogLevel.Error, Message = "Could not renew the lease. The next attempt follows in a second")]
    private partial void NotRenewed(Exception exception);
}
