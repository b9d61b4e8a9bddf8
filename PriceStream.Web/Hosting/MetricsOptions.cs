using System.ComponentModel.DataAnnotations;
using PriceStream.Web.Settings;

namespace PriceStream.Web.Hosting;

/// <summary>Restricts who may read the metrics: anyone by default, or only on a separate port, or only with a token.</summary>
[SettingsSection("Metrics")]
public sealed record MetricsOptions
{
    /// <summary>A port that serves the metrics and nothing else; 0 when the site's own port serves them.</summary>
    [Range(0, 65535)]
    public int Port { get; init; }

    /// <summary>The bearer token that a request must have; empty for none.</summary>
    [Secret]
    [RegularExpression("[!-~]{16,}", ErrorMessage = "at least 16 plain ASCII characters without spaces")]
    public string Token { get; init; } = "";
}
