using Coravel.Invocable;

namespace PriceStream.Web.Data.Recovery;

/// <summary>Watches over the database file, every few seconds.</summary>
public sealed class StorageJob(DatabaseSupervisor supervisor) : IInvocable, ICancellableInvocable
{
    public CancellationToken CancellationToken { get; set; }

    public Task Invoke() => supervisor.WatchAsync(CancellationToken);
}
