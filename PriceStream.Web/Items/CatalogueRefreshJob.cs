using Coravel.Invocable;

namespace PriceStream.Web.Items;

/// <summary>Refreshes the catalogue every few hours.</summary>
public sealed class CatalogueRefreshJob(CatalogueRefresh refresh) : IInvocable, ICancellableInvocable
{
    public CancellationToken CancellationToken { get; set; }

    public Task Invoke() => refresh.RunAsync(CancellationToken);
}
