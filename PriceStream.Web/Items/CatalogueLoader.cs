using PriceStream.Web.Data;

namespace PriceStream.Web.Items;

/// <summary>Loads stored items into the catalogue: at the start, and on an instance that does not fetch them itself.</summary>
public sealed class CatalogueLoader(ItemStore store, Catalogue catalogue)
{
    public async Task LoadAsync(CancellationToken cancellationToken) =>
        catalogue.Merge((await store.LoadAsync(cancellationToken)).Select(Item.Of));
}
