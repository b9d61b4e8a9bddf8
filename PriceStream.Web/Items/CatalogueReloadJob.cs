using Coravel.Invocable;

namespace PriceStream.Web.Items;

/// <summary>Reloads the catalogue from the database on an instance that does not fetch it itself.</summary>
public sealed class CatalogueReloadJob(CatalogueLoader loader) : IInvocable, ICancellableInvocable
{
    public CancellationToken CancellationToken { get; set; }

    public Task Invoke() => loader.LoadAsync(CancellationToken);
}
