using PriceStream.Web.Settings;

namespace PriceStream.Web.Items;

/// <summary>The pictures of items, if the administrator allows them.</summary>
[SettingsSection("Icons")]
public sealed record ItemIcons
{
    // The longest name that a file system takes is 255 bytes, some of which are the cache's.
    private const int LongestFile = 200;

    public IconMode Mode { get; init; } = IconMode.None;

    /// <summary>The folder of the picture source; its pictures have the file names that the catalogue lists. Ends with a slash.</summary>
    public Uri BaseAddress { get; init; } = new("https://oldschool.runescape.wiki/images/");

    /// <summary>The one other host that a page may load pictures from, as the Content-Security-Policy names it; null for none.</summary>
    public string? Host => Mode == IconMode.Wiki ? $"{BaseAddress.Scheme}://{BaseAddress.Authority}" : null;

    /// <summary>
    /// Returns the address of an item's picture at the source; null when the item has none. The wiki has underscores for spaces.
    /// </summary>
    public string? SourceOf(Item item)
    {
        var file = Uri.EscapeDataString(item.Icon);
        var isName = file is not ("" or "." or "..") && file.Length <= LongestFile;
        return isName ? $"{BaseAddress.Scheme}://{BaseAddress.Authority}{BaseAddress.AbsolutePath}{file.Replace("%20", "_")}" : null;
    }
}
