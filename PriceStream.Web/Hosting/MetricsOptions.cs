using System.ComponentModel.DataAnnotations;
using PriceStream.Web.Settings;

namespace PriceStream.Web.Hosting;

/// <summary>Who may read the metrics: everybody who reaches the site, or who reaches a port of their own, or who knows a token.</summary>
[SettingsSection("Metrics")]
public sealed record MetricsOptions
{
    /// <summary>A port that serves the metrics and nothing else; 0 when the site's own port serves them.</summary>
    [Range(0, 65535)]
    public int Port { get; init; }

    /// <summary>What must follow Bearer in the Authorization header; empty when nothing must.</summary>
    [Secret]
    [RegularExpression("[!-~]{16,}", ErrorMessage = "at least 16 plain ASCII characters without spaces")]
    public string Token { get; init; } = "";
}
