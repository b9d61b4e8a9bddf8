using Coravel.Invocable;

namespace PriceStream.Web.Data.Recovery;

/// <summary>Monitors the database file. When it is back, the rooms reload the rows that they keep in memory.</summary>
public sealed class StorageJob(DatabaseSupervisor supervisor, IEnumerable<MemoryReload> reloads) : IInvocable, ICancellableInvocable
{
    public CancellationToken CancellationToken { get; set; }

    public async Task Invoke()
    {
        if (!await supervisor.WatchAsync(CancellationToken))
        {
            return;
        }

        foreach (var reload in reloads)
        {
            await reload(CancellationToken);
        }
    }
}
