using PriceStream.Web.Settings;

namespace PriceStream.Web.Hosting;

/// <summary>Who may find the site.</summary>
[SettingsSection("Site")]
public sealed record SiteOptions
{
    /// <summary>Whether search engines may list its pages.</summary>
    public bool Index { get; init; } = true;
}
