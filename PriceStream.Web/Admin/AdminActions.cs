using PriceStream.Web.Data.Backup;
using PriceStream.Web.Items;
using PriceStream.Web.Jobs;
using PriceStream.Web.Prices;
using PriceStream.Web.Streaming;

namespace PriceStream.Web.Admin;

/// <summary>What an administrator can have done. That it was asked for is in the log.</summary>
public sealed partial class AdminActions(IServiceScopeFactory scopes, JobLog jobs, DatabaseBackup backup, StreamHub hub, TimeProvider clock, IHostApplicationLifetime lifetime, ILogger<AdminActions> logger)
{
    // What takes longer goes on while the page already shows that it runs.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private Task syncing = Task.CompletedTask;
    private Task backingUp = Task.CompletedTask;

    /// <summary>The catalogue and the prices, from the source, now.</summary>
    public Task SyncAsync()
    {
        Asked("a sync");
        return WaitAsync(Begin(ref syncing, async stop =>
        {
            await using var scope = scopes.CreateAsyncScope();
            var catalogue = scope.ServiceProvider.GetRequiredService<LoggedJob<CatalogueRefreshJob>>();
            var prices = scope.ServiceProvider.GetRequiredService<PricePollJob>();
            catalogue.CancellationToken = prices.CancellationToken = stop;
            await catalogue.Invoke();
            await jobs.RunAsync(nameof(PricePollJob), prices.PollNowAsync);
        }));
    }

    public Task BackUpAsync()
    {
        Asked("a backup");
        return WaitAsync(Begin(ref backingUp, stop => jobs.RunAsync(nameof(BackupJob), () => backup.RunAsync("asked", stop))));
    }

    public void Drain()
    {
        Asked("all streams to end");
        hub.Drain();
    }

    public void Undrain()
    {
        Asked("streams to be taken again");
        hub.Undrain();
    }

    // One at a time: whoever asks meanwhile waits for the one that runs.
    private Task Begin(ref Task running, Func<CancellationToken, Task> run)
    {
        lock (gate)
        {
            return running = running.IsCompleted ? RunAsync(run) : running;
        }
    }

    private async Task WaitAsync(Task running) => await Task.WhenAny(running, Task.Delay(Patience, clock));

    private async Task RunAsync(Func<CancellationToken, Task> run)
    {
        try
        {
            await Task.Run(() => run(lifetime.ApplicationStopping));
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
        }
        catch (Exception fault)
        {
            Failed(fault); // nobody may be waiting any more
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The administrator has asked for {What}")]
    private partial void Asked(string what);

    [LoggerMessage(Level = LogLevel.Error, Message = "What the administrator asked for failed")]
    private partial void Failed(Exception fault);
}
