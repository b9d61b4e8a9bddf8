namespace PriceStream.Web.Items.Icons;

/// <summary>Where a page finds the picture of an item, and what this server has of it.</summary>
public sealed class ItemPictures(
    ItemIcons options, Catalogue catalogue, IconStore store, WantedIcons wanted, IconOutage outage, TimeProvider clock)
{
    /// <summary>
    /// Returns the picture's address; null for an item that has none. One on this server is relative to the site's base, and its version
    /// changes with its content. Without a version it has not been fetched yet.
    /// </summary>
    public string? UrlOf(Item item)
    {
        if (options.Mode == IconMode.None || options.SourceOf(item) is not { } source)
        {
            return null;
        }

        if (options.Mode == IconMode.Wiki)
        {
            return source;
        }

        return store.VersionOf(item.ItemId, source) is { } version ? $"icons/{item.ItemId}?v={version}" : $"icons/{item.ItemId}";
    }

    /// <summary>Returns the picture that is kept. Where there is none, null at once, and the picture is fetched in the background.</summary>
    public async Task<IconPicture?> FindAsync(Item item, CancellationToken cancellationToken)
    {
        if (options.Mode != IconMode.Cached || options.SourceOf(item) is not { } source)
        {
            return null;
        }

        var picture = await store.ReadAsync(item.ItemId, source, cancellationToken);
        if (picture is null && outage.Allows(item.ItemId))
        {
            wanted.Add(item.ItemId);
        }

        return picture;
    }

    /// <summary>The item and the address of its picture, unless that is already kept.</summary>
    internal (Item Item, string Source)? Missing(int itemId) =>
        catalogue.Find(itemId) is { } item && options.SourceOf(item) is { } source && store.VersionOf(itemId, source) is null
            ? (item, source)
            : null;

    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written.</exception>
    internal void Keep(Item item, string source, byte[] content) => store.Store(item.ItemId, source, content, clock.GetUtcNow());
}
