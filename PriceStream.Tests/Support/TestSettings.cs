using Microsoft.Extensions.Configuration;
using PriceStream.Web.Settings;

namespace PriceStream.Tests.Support;

/// <summary>Settings without an application around them.</summary>
internal static class TestSettings
{
    /// <summary>Returns a reader that finds only these settings. Keys are written with colons.</summary>
    public static SettingsReader Reader(params (string Key, string Value)[] settings) =>
        new(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            .Build());
}
