using PriceStream.Web.Settings;

namespace PriceStream.Web.Hosting;

/// <summary>The form of the log. ASP.NET Core's own <c>Logging</c> section has the levels.</summary>
[SettingsSection("Logs")]
public sealed record LogOptions
{
    public LogFormat Format { get; init; } = LogFormat.Text;
}
