using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;

namespace PriceStream.Web.Settings;

/// <summary>The source of a value, as the log and the administrator's page show it.</summary>
internal static class SettingSource
{
    public const string Default = "default";

    /// <summary>Ships with the site and repeats the defaults.</summary>
    private const string Shipped = "appsettings.json";

    public static string Of(IConfiguration configuration, string key, string value, string fallback)
    {
        var provider = (configuration as IConfigurationRoot)?.Providers.LastOrDefault(provider => provider.TryGet(key, out _));
        return provider switch
        {
            FileConfigurationProvider { Source.Path: Shipped } when value.Equals(fallback, StringComparison.OrdinalIgnoreCase) => Default,
            FileConfigurationProvider file => file.Source.Path ?? "a file",
            EnvironmentVariablesConfigurationProvider => "environment",
            CommandLineConfigurationProvider => "command line",
            _ => "host",
        };
    }
}
