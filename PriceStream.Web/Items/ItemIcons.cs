using PriceStream.Web.Settings;

namespace PriceStream.Web.Items;

/// <summary>The pictures of items, if the administrator allows them.</summary>
[SettingsSection("Icons")]
public sealed record ItemIcons
{
    public IconMode Mode { get; init; } = IconMode.None;

    /// <summary>The one other host that a page may load pictures from, as the Content-Security-Policy names it; null for none.</summary>
    public string? Host => Mode == IconMode.Wiki ? "https://oldschool.runescape.wiki" : null;

    /// <summary>
    /// Returns the URL of the picture whose file name the catalogue has; null when there is none. The wiki has underscores for spaces.
    /// </summary>
    public string? UrlOf(string icon) =>
        Host is { } host && icon.Length > 0 ? $"{host}/images/{Uri.EscapeDataString(icon.Replace(' ', '_'))}" : null;
}
