using PriceStream.Web.Data.Backup;
using PriceStream.Web.Items;
using PriceStream.Web.Jobs;
using PriceStream.Web.Prices;
using PriceStream.Web.Streaming;

namespace PriceStream.Web.Admin;

/// <summary>The actions behind the administrator's buttons. To add a button, add a row to <see cref="All"/>.</summary>
public sealed class AdminActions
{
    private static readonly AdminAction[] NoActions = [];

    private readonly IServiceScopeFactory scopes;
    private readonly JobLog jobs;

    public AdminActions(IServiceScopeFactory scopes, JobLog jobs, StreamHub hub, DatabaseBackup? backup = null)
    {
        (this.scopes, this.jobs) = (scopes, jobs);
        All =
        [
            new("Sync", "Sync now", "a sync of the catalogue and the prices",
                "The source was asked for the catalogue and the prices. The result is under Jobs.",
                SyncAsync),
            .. backup is null ? NoActions : [BackUp(backup)],
            new("Drain", "Drain streams", "draining all streams",
                "All streams were closed, and new ones are refused.",
                Now(hub.Drain), () => !hub.Draining),
            new("Undrain", "Accept streams again", "accepting new streams again",
                "New streams are accepted again.",
                Now(hub.Undrain), () => hub.Draining),
        ];
    }

    /// <summary>All actions, in the order of the page.</summary>
    public IReadOnlyList<AdminAction> All { get; }

    /// <summary>The actions that the page offers now.</summary>
    public IEnumerable<AdminAction> Offered => All.Where(action => action.IsOffered?.Invoke() ?? true);

    /// <summary>Finds an action by its name, ignoring case; null for an unknown name.</summary>
    public AdminAction? Find(string? name) => All.FirstOrDefault(action => action.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private AdminAction BackUp(DatabaseBackup backup) => new(
        "Backup", "Back up now", "a backup",
        "A backup was requested. The result is under Storage.",
        stop => jobs.RunAsync(nameof(BackupJob), () => backup.RunAsync("asked", stop)));

    private async Task SyncAsync(CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        var catalogue = scope.ServiceProvider.GetRequiredService<LoggedJob<CatalogueRefreshJob>>();
        var prices = scope.ServiceProvider.GetRequiredService<PricePollJob>();
        catalogue.CancellationToken = prices.CancellationToken = stop;
        await catalogue.Invoke();
        await jobs.RunAsync(nameof(PricePollJob), prices.PollNowAsync);
    }

    private static Func<CancellationToken, Task> Now(Action action) => _ =>
    {
        action();
        return Task.CompletedTask;
    };
}
