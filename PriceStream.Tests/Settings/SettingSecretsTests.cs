using System.ComponentModel.DataAnnotations;
using PriceStream.Tests.Support;
using PriceStream.Web.Settings;
using PriceStream.Web.Streaming;

namespace PriceStream.Tests.Settings;

/// <summary>Secrets come from files, and nothing shows them.</summary>
public sealed class SettingSecretsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("pricestream-").FullName;

    [Theory]
    [InlineData("localhost:6379,password=s3cret\n", "localhost:6379,password=s3cret")]
    [InlineData("s3cret\r\n", "s3cret")]
    [InlineData(" with spaces ", " with spaces ")]
    public void A_secret_may_be_in_a_file_whose_trailing_line_break_is_ignored(string content, string value)
    {
        var settings = TestSettings.Reader(("Any:Value_FILE", FileWith(content)));

        Assert.Equal(value, settings.Bind<AnyOptions>().Value);
        Assert.Empty(settings.Errors);
        Assert.Equal(("***", $"file {folder}/secret"), (Shown(settings).Value, Shown(settings).Source));
    }

    [Fact]
    public void A_number_may_be_in_a_file_too()
    {
        var settings = TestSettings.Reader(("Sse:MaxClients_FILE", FileWith("12\n")));

        Assert.Equal(12, settings.Bind<SseOptions>().MaxClients);
    }

    [Fact]
    public void Setting_both_a_value_and_its_file_is_an_error()
    {
        var settings = TestSettings.Reader(("Any:Value", "hunter2"), ("Any:Value_FILE", FileWith("hunter2")));
        settings.Bind<AnyOptions>();

        Assert.Equal(
            "Any:Value (environment: Any__Value) and Any:Value_FILE (environment: Any__Value_FILE) are both set; allowed: one of them",
            Assert.Single(settings.Errors));
    }

    [Theory]
    [InlineData(null, "there is no such file")]
    [InlineData("", "it is empty")]
    [InlineData("\n", "it is empty")]
    [InlineData("one\ntwo", "it has more than one line")]
    public void A_missing_empty_or_multiline_file_is_an_error_that_names_the_file(string? content, string error)
    {
        var path = content is null ? "/no/such/secret" : FileWith(content);
        var settings = TestSettings.Reader(("Any:Value_FILE", path));
        settings.Bind<AnyOptions>();

        Assert.StartsWith(
            $"Any:Value_FILE (environment: Any__Value_FILE) is '{path}', and {error}; allowed:",
            Assert.Single(settings.Errors),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_is_refused_and_an_endless_file_is_not_read_to_its_end()
    {
        var settings = TestSettings.Reader(("Any:Value_FILE", folder), ("Any:Secret_FILE", "/dev/zero"));
        settings.Bind<AnyOptions>();

        Assert.Contains("it may not be read", settings.Errors[0], StringComparison.Ordinal);
        Assert.Contains("it is larger than 64 KiB", settings.Errors[1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_error_for_a_value_from_a_file_does_not_show_it()
    {
        var settings = TestSettings.Reader(("Sse:MaxClients_FILE", FileWith("hunter2")));
        settings.Bind<SseOptions>();

        Assert.Equal(
            $"Sse:MaxClients (environment: Sse__MaxClients) is not usable as it is in '{folder}/secret'; "
            + "allowed: a whole number from 1 to 1000000",
            Assert.Single(settings.Errors));
    }

    [Theory]
    [InlineData("localhost:6379,password=hunter2,ssl=true", "localhost:6379,password=***,ssl=true")]
    [InlineData("localhost:6379,Password = hunter2", "localhost:6379,Password = ***")]
    [InlineData("Data Source=a.db;Pwd='hunter2;hunter2';Pooling=true", "Data Source=a.db;Pwd=***;Pooling=true")]
    [InlineData("https://me:hunter2@example.org/api", "https://***@example.org/api")]
    [InlineData("https://me:hun/ter2@hunter2@example.org/api", "https://***@example.org/api")]
    [InlineData("redis://:hunter2/hunter2@localhost:6379/0", "redis://***@localhost:6379/0")]
    [InlineData("https://example.org/a@b", "https://example.org/a@b")]
    [InlineData("me@example.org", "me@example.org")]
    public void Passwords_inside_a_value_are_not_shown(string given, string shown)
    {
        var settings = TestSettings.Reader(("Any:Value", given));
        settings.Bind<AnyOptions>();

        Assert.Equal(shown, Shown(settings).Value);
        settings.Reject("Any:Value", "nothing");
        Assert.DoesNotContain("hunter2", Assert.Single(settings.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_is_masked_and_only_shows_whether_it_is_set()
    {
        var settings = TestSettings.Reader(("Any:Secret", "hunter2"));
        settings.Bind<AnyOptions>();

        Assert.Equal(["", "***", ""], settings.Effective.All.Select(setting => setting.Value));
    }

    [Fact]
    public void The_error_for_a_secret_does_not_show_it()
    {
        var settings = TestSettings.Reader(("Any:LongSecret", "hunter2"));
        settings.Bind<AnyOptions>();

        Assert.Equal(
            "Any:LongSecret (environment: Any__LongSecret) is not usable; allowed: at least 8 letters",
            Assert.Single(settings.Errors));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static EffectiveSetting Shown(SettingsReader settings) =>
        Assert.Single(settings.Effective.All, setting => setting.Key == "Any:Value");

    private string FileWith(string content)
    {
        var path = Path.Combine(folder, "secret");
        File.WriteAllText(path, content);
        return path;
    }

    [SettingsSection("Any")]
    private sealed record AnyOptions
    {
        public string Value { get; init; } = "";

        [Secret]
        public string Secret { get; init; } = "";

        [Secret]
        [RegularExpression("[a-z]{8,}", ErrorMessage = "at least 8 letters")]
        public string LongSecret { get; init; } = "";
    }
}
