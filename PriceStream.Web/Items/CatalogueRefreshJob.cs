using Coravel.Invocable;
using PriceStream.Web.Data;
using PriceStream.Web.Upstream;

namespace PriceStream.Web.Items;

/// <summary>Fetches the catalogue from the upstream, stores it and puts it in memory.</summary>
public sealed partial class CatalogueRefreshJob(
    UpstreamClient upstream, ItemStore store, Catalogue catalogue, CatalogueStatus status, ILogger<CatalogueRefreshJob> logger)
    : IInvocable, ICancellableInvocable
{
    public CancellationToken CancellationToken { get; set; }

    public async Task Invoke()
    {
        try
        {
            var answer = await upstream.GetMappingAsync(CancellationToken);
            var items = answer.Rows.Select(Item.Of).ToList();
            var changed = await store.SaveAsync(items.ConvertAll(item => item.ToRow()), CancellationToken);
            catalogue.Merge(items);
            status.Succeeded();
            Refreshed(items.Count, changed);
        }
        catch (UpstreamException error)
        {
            status.Failed("the price source " + error.Message);
            Failed(error.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Catalogue refreshed: {Items} items, {Changed} added or changed")]
    private partial void Refreshed(int items, int changed);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Catalogue not refreshed: the price source {Reason}. The items known so far stay in use")]
    private partial void Failed(string reason);
}
