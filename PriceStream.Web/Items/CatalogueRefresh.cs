using PriceStream.Web.Data;
using PriceStream.Web.Upstream;

namespace PriceStream.Web.Items;

/// <summary>Fetches the catalogue from the upstream, stores it and puts it in memory. Items that it has lost stay.</summary>
public sealed partial class CatalogueRefresh(
    UpstreamClient upstream, ItemStore store, Catalogue catalogue, CatalogueStatus status, Delisting delisting,
    ILogger<CatalogueRefresh> logger)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var answer = await upstream.GetMappingAsync(cancellationToken);
            List<Item> items = [.. answer.Rows.Select(Item.Of)];
            var changes = delisting.Refreshed(items, answer.RefusedRows);
            var changed = catalogue.FindChanges(items.Concat(changes));
            if (changed.Count > 0)
            {
                await store.SaveAsync([.. changed.Select(item => item.ToRow())], cancellationToken);
            }

            catalogue.Merge(items.Concat(changes));
            status.Succeeded();
            Refreshed(items.Count, changed.Count);
            delisting.Log(changes);
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
