using PriceStream.Web.Settings;

namespace PriceStream.Web.Hosting;

/// <summary>Who may read the metrics: whoever reaches the site, or whoever reaches a port of their own, or knows a token, or both.</summary>
/// <param name="Port">A port that has the metrics and nothing else; 0: they are on the site's own.</param>
/// <param name="Token">What comes after Bearer in the Authorization header; empty for none.</param>
public sealed record MetricsOptions(int Port, string Token)
{
    private const int ShortestToken = 16;

    public static MetricsOptions Read(SettingsReader settings)
    {
        var token = settings.Text("Metrics:Token", "", secret: true);
        if (token.Length > 0 && (token.Length < ShortestToken || token.Any(c => c is <= ' ' or > '~')))
        {
            settings.Refuse("Metrics:Token", $"at least {ShortestToken} plain ASCII characters without spaces", secret: true);
        }

        return new(settings.WholeNumber("Metrics:Port", 0, 0, 65535), token);
    }
}
