using PriceStream.Web.Items;

namespace PriceStream.Web.Admin;

/// <summary>Whether the item catalogue is loaded, and why its last refresh failed.</summary>
public sealed class CatalogueSection(Catalogue catalogue, CatalogueStatus status)
{
    public IReadOnlyList<AdminFact> Facts()
    {
        var problem = status.Reason ?? (catalogue.IsLoaded ? null : "not loaded yet");
        return [new("Item catalogue", problem ?? "loaded", problem is not null)];
    }
}
