using PriceStream.Web.Settings;

namespace PriceStream.Web.Items;

/// <summary>The pictures of items, where the administrator allows them.</summary>
public sealed record ItemIcons(IconMode Mode)
{
    /// <summary>The one other host that a page may load pictures from, as the Content-Security-Policy wants it; null for none.</summary>
    public string? Host => Mode == IconMode.Wiki ? "https://oldschool.runescape.wiki" : null;

    public static ItemIcons Read(SettingsReader settings) => new(settings.OneOf("Icons:Mode", IconMode.None));

    /// <summary>
    /// A picture's address by the catalogue's name for its file, in which the wiki has underscores for spaces; null for none.
    /// </summary>
    public string? UrlOf(string icon) =>
        Host is { } host && icon.Length > 0 ? $"{host}/images/{Uri.EscapeDataString(icon.Replace(' ', '_'))}" : null;
}
