namespace PriceStream.Web.Hosting;

/// <summary>
/// Arguments that the host reads as configuration: <c>--key=value</c>, <c>--key value</c> (or <c>/key</c>), and <c>key=value</c>.
/// </summary>
internal static class HostSwitch
{
    // PriceStream's and the libraries' settings are in sections (Upstream:Mode). These settings of the host are not.
    private static readonly string[] HostKeys =
    [
        HostDefaults.ApplicationKey, HostDefaults.ContentRootKey, HostDefaults.EnvironmentKey,
        WebHostDefaults.ServerUrlsKey, WebHostDefaults.HttpPortsKey, WebHostDefaults.HttpsPortsKey, WebHostDefaults.PreferHostingUrlsKey,
        WebHostDefaults.WebRootKey, WebHostDefaults.StaticWebAssetsKey, WebHostDefaults.StartupAssemblyKey,
        WebHostDefaults.HostingStartupAssembliesKey, WebHostDefaults.HostingStartupExcludeAssembliesKey,
        WebHostDefaults.PreventHostingStartupKey, WebHostDefaults.CaptureStartupErrorsKey, WebHostDefaults.DetailedErrorsKey,
        WebHostDefaults.SuppressStatusMessagesKey, WebHostDefaults.ShutdownTimeoutKey,
        "AllowedHosts", "FORWARDEDHEADERS_ENABLED",
    ];

    /// <summary>The name in a switch or a pair, without its prefix and its value.</summary>
    public static string KeyOf(string arg) => arg.Split('=')[0].TrimStart('-', '/');

    /// <summary>Whether <c>--key value</c> is certainly meant as configuration.</summary>
    public static bool IsSetting(string key) => key.Contains(':') || HostKeys.Contains(key, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether it starts like a switch, with or without a value.</summary>
    public static bool IsSwitch(string arg) => arg.StartsWith("--", StringComparison.Ordinal) || arg.StartsWith('/');

    /// <summary>Whether it is a key=value pair. A path or URL that contains an equals sign is not.</summary>
    public static bool IsPair(string arg) => arg.IndexOf('=') is > 0 and var end
        && (arg.StartsWith("--", StringComparison.Ordinal) || (arg[0] != '-' && arg.LastIndexOf('/', end) <= 0));
}
