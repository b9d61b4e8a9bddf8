namespace PriceStream.Web.Items.Icons;

/// <summary>Where a page finds the picture of an item, and what this server has of it.</summary>
public sealed class ItemPictures(ItemIcons options, IconStore store, WantedIcons wanted, IconOutage outage)
{
    /// <summary>
    /// Returns the address of an item's picture; null for an item that has none. An address on this server is relative to the site's
    /// base, and has a version, which changes with the content, as soon as the picture is kept. Rows call this: it reads no file.
    /// </summary>
    public string? UrlOf(Item item) => options.Mode switch
    {
        IconMode.Wiki => options.SourceOf(item),
        IconMode.Cached when item.Icon.Length > 0 =>
            store.VersionOf(item.Icon) is { } version ? $"icons/{item.ItemId}?v={version}" : $"icons/{item.ItemId}",
        _ => null,
    };

    /// <summary>
    /// Returns the picture that is kept; without a cache, null. Where there is none, returns null at once, and fetches it in the
    /// background.
    /// </summary>
    public async Task<IconPicture?> FindAsync(Item item, CancellationToken cancellationToken)
    {
        if (options.Mode != IconMode.Cached)
        {
            return null;
        }

        var picture = await store.ReadAsync(item.Icon, cancellationToken);
        if (picture is null && options.SourceOf(item) is { } source && outage.Allows(item.Icon))
        {
            wanted.Add(new(item.Icon, source));
        }

        return picture;
    }
}
