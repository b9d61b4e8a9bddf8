using System.Net;
using PriceStream.Web.Settings;

namespace PriceStream.Web.Hosting;

/// <summary>The proxy in front of the site: whose word is taken for who a client is, and under which path the site is seen.</summary>
/// <param name="KnownNetworks">Only what comes from here may say in X-Forwarded-… who is behind it.</param>
/// <param name="Hosts">The names that X-Forwarded-Host may say; with none it is not read.</param>
/// <param name="PathBase">Such as <c>/prices</c>, or empty.</param>
public sealed record ProxyOptions(IReadOnlyList<IPNetwork> KnownNetworks, IReadOnlyList<string> Hosts, string PathBase)
{
    // What ASP.NET Core reads out of ASPNETCORE_FORWARDEDHEADERS_ENABLED.
    private const string TrustsEverybody = "FORWARDEDHEADERS_ENABLED";

    public static ProxyOptions Read(SettingsReader settings)
    {
        if (string.Equals(settings.Configuration[TrustsEverybody], "true", StringComparison.OrdinalIgnoreCase))
        {
            settings.Refuse(TrustsEverybody, "false, because it would take every client's word for who it is. Name the proxy's network in Proxy:KnownNetworks instead");
        }

        return new(ReadNetworks(settings), ReadHosts(settings), ReadPathBase(settings));
    }

    private static List<IPNetwork> ReadNetworks(SettingsReader settings)
    {
        var networks = new List<IPNetwork>();
        foreach (var text in List(settings, "Proxy:KnownNetworks"))
        {
            // An address alone is a network of one.
            if (IPNetwork.TryParse(text, out var network))
            {
                networks.Add(network);
            }
            else if (IPAddress.TryParse(text, out var address) && text.AsSpan().ContainsAny('.', ':'))
            {
                networks.Add(new(address, address.GetAddressBytes().Length * 8));
            }
            else
            {
                settings.Refuse("Proxy:KnownNetworks", "addresses and networks such as '127.0.0.1, 172.18.0.0/16, fd00::/8', separated by commas");
            }
        }

        return networks;
    }

    private static string[] ReadHosts(SettingsReader settings)
    {
        var hosts = List(settings, "Proxy:AllowedHosts");
        if (!hosts.All(host => Uri.CheckHostName(host.StartsWith("*.", StringComparison.Ordinal) ? host[2..] : host) is UriHostNameType.Dns or UriHostNameType.IPv4))
        {
            settings.Refuse("Proxy:AllowedHosts", "host names such as 'prices.example.org, *.example.net' without ports, separated by commas");
        }

        return hosts;
    }

    private static string ReadPathBase(SettingsReader settings)
    {
        var path = settings.Text("Proxy:PathBase", "").TrimEnd('/');
        if (path.Length > 0 && (path[0] != '/' || path.Contains("//", StringComparison.Ordinal) || !path.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '/' or '-' or '_' or '.')))
        {
            settings.Refuse("Proxy:PathBase", "a path such as '/prices', of letters, digits, '-', '_', '.' and single slashes");
            return "";
        }

        return path;
    }

    private static string[] List(SettingsReader settings, string key) =>
        settings.Text(key, "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
