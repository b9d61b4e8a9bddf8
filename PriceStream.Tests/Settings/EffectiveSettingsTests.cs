using Microsoft.Extensions.Configuration;
using PriceStream.Tests.Support;
using PriceStream.Web.Settings;
using PriceStream.Web.Streaming;

namespace PriceStream.Tests.Settings;

/// <summary>Where each setting comes from, and which keys nothing reads.</summary>
public sealed class EffectiveSettingsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("pricestream-").FullName;

    [Fact]
    public void Every_setting_has_the_source_of_its_value()
    {
        File.WriteAllText(Path.Combine(folder, "appsettings.json"), """{"Any":{"Shipped":"1","Changed":"2"}}""");
        File.WriteAllText(Path.Combine(folder, "appsettings.Mine.json"), """{"Any":{"Mine":"3"}}""");
        const string Variable = "PRICESTREAM_TEST_Any__Environment";
        Environment.SetEnvironmentVariable(Variable, "4");
        try
        {
            var settings = new SettingsReader(new ConfigurationBuilder()
                .SetBasePath(folder)
                .AddJsonFile("appsettings.json")
                .AddJsonFile("appsettings.Mine.json")
                .AddEnvironmentVariables("PRICESTREAM_TEST_")
                .AddCommandLine(["--Any:Line=5"])
                .Build());
            settings.Bind<AnyOptions>();

            Assert.Equal(
                [
                    "Shipped=1 default", "Changed=2 appsettings.json", "Mine=3 appsettings.Mine.json", "Environment=4 environment",
                    "Line=5 command line", "Absent=1 default",
                ],
                settings.Effective.All.Select(setting => $"{setting.Key[4..]}={setting.Value} {setting.Source}"));
        }
        finally
        {
            Environment.SetEnvironmentVariable(Variable, null);
        }
    }

    [Theory]
    [InlineData("Sse:MaxCleints", "Sse__MaxCleints; did you mean Sse__MaxClients?")]
    [InlineData("Sse_MaxClients", "Sse_MaxClients; did you mean Sse__MaxClients?")]
    [InlineData("SES:MaxClients", "SES__MaxClients; did you mean Sse__MaxClients?")]
    [InlineData("Sse:Maxclients_FLIE", "Sse__Maxclients_FLIE; did you mean Sse__MaxClients_FILE?")]
    [InlineData("Sse:SomethingOfWhichNobodyHasHeard", "Sse__SomethingOfWhichNobodyHasHeard")]
    public void An_unknown_key_is_reported_with_the_nearest_setting(string key, string reported)
    {
        var settings = TestSettings.Reader((key, "5"), ("Path", "/bin"), ("Logging:LogLevel:Default", "Debug"));
        settings.Bind<SseOptions>();

        Assert.Equal(reported, Assert.Single(settings.Effective.Unknown));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [SettingsSection("Any")]
    private sealed record AnyOptions
    {
        public int Shipped { get; init; } = 1;
        public int Changed { get; init; } = 1;
        public int Mine { get; init; } = 1;
        public int Environment { get; init; } = 1;
        public int Line { get; init; } = 1;
        public int Absent { get; init; } = 1;
    }
}
