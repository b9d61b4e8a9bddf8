using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using PriceStream.Tests.Support;
using PriceStream.Web.Settings;

namespace PriceStream.Tests.Documents;

/// <summary>The README's table, .env.example, appsettings.json and the code name the same settings with the same defaults.</summary>
public sealed partial class SettingsTests
{
    [Fact]
    public async Task What_is_written_about_settings_is_what_is_read()
    {
        await using var app = await AppFactory.StartAsync();
        var read = app.Services.GetRequiredService<EffectiveSettings>().All.ToDictionary(setting => setting.EnvironmentKey, setting => setting.Default);

        Assert.Equal(Lines(read), Lines(InReadme()));
        Assert.Equal(Lines(read), Lines(InExample()));
    }

    [Fact]
    public void Every_setting_of_the_example_has_something_said_about_it()
    {
        var said = false;
        foreach (var line in Repository.Read(".env.example").Split('\n'))
        {
            Assert.True(said || !Setting().IsMatch(line) || line.StartsWith("#Sse", StringComparison.Ordinal), line);
            said = line.Length > 0 && (said || line.StartsWith("# ", StringComparison.Ordinal));
        }
    }

    private static IEnumerable<string> Lines(Dictionary<string, string> settings) => settings.Select(setting => $"{setting.Key}={setting.Value}").Order(StringComparer.Ordinal);

    // | `A__B`, `A__C` | `1`, `2` (launch profile `demo`: `3`) | what they mean |
    private static Dictionary<string, string> InReadme()
    {
        var settings = new Dictionary<string, string>();
        foreach (Match row in Row().Matches(Repository.Read("README.md")))
        {
            var keys = Code().Matches(row.Groups[1].Value).Select(key => key.Groups[1].Value).ToArray();
            var defaults = row.Groups[2].Value.Trim() == "empty" ? [""] : Code().Matches(row.Groups[2].Value).Select(value => value.Groups[1].Value).ToArray();
            for (var index = 0; index < keys.Length; index++)
            {
                Assert.True(settings.TryAdd(keys[index], defaults.ElementAtOrDefault(index) ?? "(none)"), $"{keys[index]} is twice in the README");
            }
        }

        return settings;
    }

    private static Dictionary<string, string> InExample() =>
        Setting().Matches(Repository.Read(".env.example")).ToDictionary(line => line.Groups[1].Value, line => line.Groups[2].Value.TrimEnd());

    [GeneratedRegex(@"^\|((?: *`[A-Z]\w+__\w+`,?)+) \| ([^|]*) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`([^`]*)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"^#?([A-Z]\w+__\w+)=(.*)$", RegexOptions.Multiline)]
    private static partial Regex Setting();
}
