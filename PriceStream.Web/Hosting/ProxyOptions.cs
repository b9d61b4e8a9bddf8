using System.ComponentModel.DataAnnotations;
using System.Net;
using PriceStream.Web.Settings;

namespace PriceStream.Web.Hosting;

/// <summary>The proxy in front of the site: which one is trusted to name the client, and under which path it serves the site.</summary>
[SettingsSection("Proxy")]
public sealed record ProxyOptions : ICheckedOptions
{
    // ASP.NET Core reads ASPNETCORE_FORWARDEDHEADERS_ENABLED under this key.
    private const string TrustEverybody = "FORWARDEDHEADERS_ENABLED";

    /// <summary>X-Forwarded-… headers are read only from these networks.</summary>
    public IReadOnlyList<IPNetwork> KnownNetworks { get; init; } = [];

    /// <summary>The names that X-Forwarded-Host may have. When there are none, the header is not read.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>Such as <c>/prices</c>, or empty.</summary>
    [RegularExpression(
        "(/[A-Za-z0-9._-]+)*/*",
        ErrorMessage = "a path such as '/prices', of letters, digits, '-', '_', '.' and single slashes")]
    public string PathBase { get; init => field = value.TrimEnd('/'); } = "";

    public void Check(SettingsReader settings)
    {
        if (settings.Peek(TrustEverybody).Equals("true", StringComparison.OrdinalIgnoreCase))
        {
            settings.Reject(
                TrustEverybody,
                "false, because it would trust every client about who it is. Name the proxy's network in Proxy:KnownNetworks instead");
        }

        if (!AllowedHosts.All(IsHostName))
        {
            settings.Reject(
                "Proxy:AllowedHosts",
                "host names such as 'prices.example.org, *.example.net' without ports, separated by commas");
        }
    }

    private static bool IsHostName(string host)
    {
        var name = host.StartsWith("*.", StringComparison.Ordinal) ? host[2..] : host;
        return Uri.CheckHostName(name) is UriHostNameType.Dns or UriHostNameType.IPv4;
    }
}
