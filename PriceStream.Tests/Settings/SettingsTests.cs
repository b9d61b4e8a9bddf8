using Microsoft.Extensions.Configuration;
using PriceStream.Web.Settings;

namespace PriceStream.Tests.Settings;

/// <summary>Where settings come from, and what is told of them.</summary>
public sealed class SettingsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("pricestream-").FullName;

    [Theory]
    [InlineData("localhost:6379,password=s3cret\n", "localhost:6379,password=s3cret")]
    [InlineData("s3cret\r\n", "s3cret")]
    [InlineData(" with spaces ", " with spaces ")]
    public void A_secret_may_be_in_a_file_whose_last_line_end_is_not_part_of_it(string content, string value)
    {
        var settings = Reader(("Any:Secret_FILE", FileWith(content)));

        Assert.Equal(value, settings.Text("Any:Secret", ""));
        Assert.Empty(settings.Faults);
        var shown = Assert.Single(settings.Effective.All);
        Assert.Equal(("***", $"file {folder}/secret"), (shown.Value, shown.Source));
    }

    [Fact]
    public void Numbers_and_all_else_may_be_in_files_too()
    {
        var settings = Reader(("Sse:MaxClients_FILE", FileWith("12\n")));

        Assert.Equal(12, settings.WholeNumber("Sse:MaxClients", 1, 1, 20));
    }

    [Fact]
    public void A_setting_and_its_file_exclude_each_other()
    {
        var settings = Reader(("Any:Secret", "hunter2"), ("Any:Secret_FILE", FileWith("hunter2")));
        settings.Text("Any:Secret", "");

        Assert.Equal("Any:Secret (environment: Any__Secret) and Any:Secret_FILE (environment: Any__Secret_FILE) are both set; allowed: one of them", Assert.Single(settings.Faults));
    }

    [Theory]
    [InlineData(null, "there is no such file")]
    [InlineData("", "it is empty")]
    [InlineData("\n", "it is empty")]
    [InlineData("one\ntwo", "it has more than one line")]
    public void A_file_that_gives_no_value_is_a_fault_that_names_it(string? content, string fault)
    {
        var path = content is null ? "/no/such/secret" : FileWith(content);
        var settings = Reader(("Any:Secret_FILE", path));
        settings.Text("Any:Secret", "");

        Assert.Contains($"Any:Secret_FILE (environment: Any__Secret_FILE) is '{path}', and {fault}; allowed:", Assert.Single(settings.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_is_no_secret_and_an_endless_file_is_not_read_to_its_end()
    {
        var settings = Reader(("Any:Folder_FILE", folder), ("Any:Endless_FILE", "/dev/zero"));
        settings.Text("Any:Folder", "");
        settings.Text("Any:Endless", "");

        Assert.Contains("it may not be read", settings.Faults[0], StringComparison.Ordinal);
        Assert.Contains("it is larger than 64 KiB", settings.Faults[1], StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_wrong_in_a_file_is_not_shown()
    {
        var settings = Reader(("Sse:MaxClients_FILE", FileWith("hunter2")));
        settings.WholeNumber("Sse:MaxClients", 1, 1, 20);

        Assert.Equal($"Sse:MaxClients (environment: Sse__MaxClients) is not usable as it is in '{folder}/secret'; allowed: a whole number from 1 to 20", Assert.Single(settings.Faults));
    }

    [Theory]
    [InlineData("localhost:6379,password=hunter2,ssl=true", "localhost:6379,password=***,ssl=true")]
    [InlineData("localhost:6379,Password = hunter2", "localhost:6379,Password = ***")]
    [InlineData("Data Source=a.db;Pwd='hunter2;hunter2';Pooling=true", "Data Source=a.db;Pwd=***;Pooling=true")]
    [InlineData("https://me:hunter2@example.org/api", "https://***@example.org/api")]
    [InlineData("https://example.org/a@b", "https://example.org/a@b")]
    [InlineData("me@example.org", "me@example.org")]
    public void Passwords_inside_a_value_are_not_shown(string given, string shown)
    {
        var settings = Reader(("Any:Value", given));
        settings.Text("Any:Value", "");

        Assert.Equal(shown, Assert.Single(settings.Effective.All).Value);
        settings.Refuse("Any:Value", "nothing");
        Assert.DoesNotContain("hunter2", Assert.Single(settings.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_is_not_shown_at_all_but_for_being_there()
    {
        var settings = Reader(("Any:Secret", "hunter2"));
        settings.Text("Any:Secret", "", secret: true);
        settings.Text("Any:Absent", "", secret: true);

        Assert.Equal(["***", ""], settings.Effective.All.Select(setting => setting.Value));
    }

    [Fact]
    public void Every_setting_tells_where_it_comes_from()
    {
        File.WriteAllText(Path.Combine(folder, "appsettings.json"), """{"Any":{"Shipped":"1","Changed":"2"}}""");
        File.WriteAllText(Path.Combine(folder, "appsettings.Mine.json"), """{"Any":{"Mine":"3"}}""");
        const string Variable = "PRICESTREAM_TEST_Any__Environment";
        Environment.SetEnvironmentVariable(Variable, "4");
        try
        {
            var settings = new SettingsReader(new ConfigurationBuilder().SetBasePath(folder)
                .AddJsonFile("appsettings.json").AddJsonFile("appsettings.Mine.json").AddEnvironmentVariables("PRICESTREAM_TEST_").AddCommandLine(["--Any:Line=5"]).Build());
            foreach (var key in (string[])["Shipped", "Changed", "Mine", "Environment", "Line", "Absent"])
            {
                settings.WholeNumber("Any:" + key, 1, 0, 9);
            }

            Assert.Equal(
                ["Shipped=1 default", "Changed=2 appsettings.json", "Mine=3 appsettings.Mine.json", "Environment=4 environment", "Line=5 command line", "Absent=1 default"],
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
    public void A_name_that_no_setting_has_is_found_and_the_nearest_is_told(string key, string told)
    {
        var settings = Reader((key, "5"), ("Path", "/bin"), ("Logging:LogLevel:Default", "Debug"));
        settings.WholeNumber("Sse:MaxClients", 1, 1, 20);

        Assert.Equal(told, Assert.Single(settings.Effective.Unknown));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static SettingsReader Reader(params (string Key, string Value)[] settings) =>
        new(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build());

    private string FileWith(string content)
    {
        var path = Path.Combine(folder, "secret");
        File.WriteAllText(path, content);
        return path;
    }
}
