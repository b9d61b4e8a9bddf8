using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PriceStream.Tests.Support;
using PriceStream.Web.Settings;

namespace PriceStream.Tests.Documents;

/// <summary>The configuration page, .env.example and appsettings.json have the settings and defaults of the options records.</summary>
public sealed partial class SettingsTests
{
    private const string ConfigurationPage = "docs/configuration.md";

    private static readonly Type[] Records =
        [.. typeof(SettingsReader).Assembly.GetTypes().Where(type => type.IsDefined(typeof(SettingsSectionAttribute), inherit: false))];

    /// <summary>The default of every setting, by its name in the environment.</summary>
    private static readonly Dictionary<string, string> Defaults = Records
        .SelectMany(record => Setting.In(record).Select(setting => (setting.Key, Text: setting.TextIn(Activator.CreateInstance(record)!))))
        .ToDictionary(setting => Name(setting.Key), setting => setting.Text);

    public static TheoryData<Type> AllRecords => [.. Records];

    [Fact]
    public void The_configuration_page_lists_every_setting_with_its_default() =>
        Assert.Equal(Lines(Defaults), Lines(InConfigurationPage()));

    [Fact]
    public void The_example_lists_every_setting_with_its_default() => Assert.Equal(Lines(Defaults), Lines(InExample()));

    [Fact]
    public void The_shipped_file_contains_only_settings_at_their_defaults()
    {
        var sections = Defaults.Keys.Select(key => key.Split("__")[0]).ToHashSet();
        var file = new ConfigurationBuilder().AddJsonFile(Path.Combine(Repository.WebFolder, "appsettings.json")).Build();
        var shipped = file.AsEnumerable()
            .Where(entry => entry.Value is not null && sections.Contains(entry.Key.Split(':')[0]))
            .ToDictionary(entry => Name(entry.Key), entry => entry.Value!);

        Assert.NotEmpty(shipped);
        Assert.All(shipped, entry => Assert.Equal(Defaults.GetValueOrDefault(entry.Key), entry.Value, ignoreCase: true));
    }

    [Fact]
    public async Task The_site_binds_every_record()
    {
        await using var app = await AppFactory.StartAsync();
        var bound = app.Services.GetRequiredService<EffectiveSettings>().All
            .ToDictionary(setting => setting.EnvironmentKey, setting => setting.Default);

        Assert.Equal(Lines(Defaults), Lines(bound));
    }

    [Theory]
    [MemberData(nameof(AllRecords))]
    public void Every_default_is_a_valid_value(Type record)
    {
        var options = Activator.CreateInstance(record)!;
        foreach (var setting in Setting.In(record))
        {
            var text = setting.TextIn(options);
            Assert.True(text.Length == 0 || setting.TryStore(options, text), $"{setting.Key} = '{text}'; allowed: {setting.Allowed}");
            Assert.Equal(text, setting.TextIn(options));
        }
    }

    [Fact]
    public void Every_setting_in_the_example_has_a_comment()
    {
        var hasComment = false;
        foreach (var line in Repository.Read(".env.example").Split('\n'))
        {
            Assert.True(hasComment || !ExampleLine().IsMatch(line) || line.StartsWith("#Sse", StringComparison.Ordinal), line);
            hasComment = line.Length > 0 && (hasComment || line.StartsWith("# ", StringComparison.Ordinal));
        }
    }

    private static string Name(string key) => key.Replace(":", "__", StringComparison.Ordinal);

    private static IEnumerable<string> Lines(Dictionary<string, string> settings) =>
        settings.Select(setting => $"{setting.Key}={setting.Value}").Order(StringComparer.Ordinal);

    // | `A__B`, `A__C` | `1`, `2` (launch profile `demo`: `3`) | what they mean |
    private static Dictionary<string, string> InConfigurationPage()
    {
        var settings = new Dictionary<string, string>();
        foreach (Match row in Row().Matches(Repository.Read(ConfigurationPage)))
        {
            var keys = Codes(row.Groups[1].Value);
            var defaults = row.Groups[2].Value.Trim() == "empty" ? [""] : Codes(row.Groups[2].Value);
            for (var index = 0; index < keys.Length; index++)
            {
                var isNew = settings.TryAdd(keys[index], defaults.ElementAtOrDefault(index) ?? "(none)");
                Assert.True(isNew, $"{keys[index]} is in {ConfigurationPage} twice");
            }
        }

        return settings;
    }

    private static string[] Codes(string cell) => [.. Code().Matches(cell).Select(code => code.Groups[1].Value)];

    private static Dictionary<string, string> InExample() => ExampleLine()
        .Matches(Repository.Read(".env.example"))
        .ToDictionary(line => line.Groups[1].Value, line => line.Groups[2].Value.TrimEnd());

    [GeneratedRegex(@"^\|((?: *`[A-Z]\w+__\w+`,?)+) \| ([^|]*) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`([^`]*)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"^#?([A-Z]\w+__\w+)=(.*)$", RegexOptions.Multiline)]
    private static partial Regex ExampleLine();
}
