using Coravel.Invocable;

namespace PriceStream.Web.Items;

/// <summary>Reloads the catalogue from the database, on an instance that leaves fetching it to another.</summary>
public sealed class CatalogueReloadJob(CatalogueLoader loader) : IInvocable, ICancellableInvocable
{
    public CancellationToken CancellationToken { get; set; }

    public Task Invoke() => loader.LoadAsync(CancellationToken);
}
