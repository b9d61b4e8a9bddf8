using PriceStream.Web.Settings;

namespace PriceStream.Web.Hosting;

/// <summary>Which other sites' pages may read the JSON API and the stream.</summary>
[SettingsSection("Cors")]
public sealed record CrossOriginOptions : ICheckedOptions
{
    private const string Any = "*";

    /// <summary><c>*</c> for every origin; empty for none.</summary>
    [MayBeEmpty]
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [Any];

    public bool AllowsAny => AllowedOrigins is [Any];

    public bool AllowsNone => AllowedOrigins.Count == 0;

    public void Check(SettingsReader settings)
    {
        if (!AllowsAny && !AllowedOrigins.All(IsOrigin))
        {
            settings.Reject(
                "Cors:AllowedOrigins",
                "'*', or origins such as 'https://example.org, http://localhost:3000' without a path or a default port, "
                + "separated by commas");
        }
    }

    // Exactly as a browser sends it; anything else would never match.
    private static bool IsOrigin(string text) =>
        !text.Contains('*')
        && Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.Host.Length > 0
        && text.Equals($"{uri.Scheme}://{uri.Authority}", StringComparison.OrdinalIgnoreCase);
}
