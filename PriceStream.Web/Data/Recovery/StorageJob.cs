using Coravel.Invocable;

namespace PriceStream.Web.Data.Recovery;

/// <summary>Watches over the database file, every few seconds.</summary>
public sealed class StorageJob(DatabaseSupervisor keeper) : IInvocable, ICancellableInvocable
{
    public CancellationToken CancellationToken { get; set; }

    public Task Invoke() => keeper.WatchAsync(CancellationToken);
}
