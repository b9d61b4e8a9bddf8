using PriceStream.Tests.Support;
using PriceStream.Web.Admin;
using PriceStream.Web.Data;
using PriceStream.Web.Hosting;
using PriceStream.Web.Items;
using PriceStream.Web.Settings;
using PriceStream.Web.Streaming;
using PriceStream.Web.Upstream;

namespace PriceStream.Tests.Settings;

/// <summary>Options records are bound to the configuration, and one message lists every error.</summary>
public sealed class SettingsReaderTests
{
    [Fact]
    public void Every_kind_of_setting_is_bound()
    {
        var settings = TestSettings.Reader(
            ("sse:enabled", "FALSE"), ("Sse:ConnectionTimeout", "1.00:00:00"), ("Sse:MaxClients", " 7 "), ("Sse:ReconnectBaseDelay", "250"),
            ("Upstream:Mode", "demo"), ("Upstream:BaseAddress", "http://example.org/api"), ("Upstream:Contact", "me@example.org"),
            ("Proxy:KnownNetworks", "127.0.0.1, fd00::/8"), ("Proxy:AllowedHosts", "a.example,b.example"));
        var sse = settings.Bind<SseOptions>();
        var upstream = settings.Bind<UpstreamOptions>();
        var proxy = settings.Bind<ProxyOptions>();

        settings.ThrowIfInvalid();
        Assert.Equal(
            (false, TimeSpan.FromDays(1), 7, TimeSpan.FromMilliseconds(250)),
            (sse.Enabled, sse.ConnectionTimeout, sse.MaxClients, sse.ReconnectBaseDelay));
        Assert.Equal(
            (UpstreamMode.Demo, new Uri("http://example.org/api/"), "me@example.org"),
            (upstream.Mode, upstream.BaseAddress, upstream.Contact));
        Assert.Equal("127.0.0.1/32 fd00::/8", string.Join(' ', proxy.KnownNetworks));
        Assert.Equal(["a.example", "b.example"], proxy.AllowedHosts);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void An_empty_value_counts_as_absent(string empty)
    {
        var settings = TestSettings.Reader(
            ("Sse:Enabled", empty), ("Sse:ReplayWindow", empty), ("Sse:ReconnectMaxDelay", empty),
            ("Sse:MaxClients", empty), ("Sse:MaxClients_FILE", empty));

        Assert.Equal(new(), settings.Bind<SseOptions>());
        Assert.Empty(settings.Errors);
        Assert.All(settings.Effective.All, setting => Assert.True(setting.IsDefault));
    }

    [Theory]
    [InlineData("Sse:Enabled", "yes", "true or false")]
    [InlineData("Sse:MaxClients", "0", "a whole number from 1 to 1000000")]
    [InlineData("Sse:MaxClients", "1000001", "a whole number from 1 to 1000000")]
    [InlineData("Sse:MaxClients", "10.5", "a whole number from 1 to 1000000")]
    [InlineData("Sse:MaxClients", "1,000", "a whole number from 1 to 1000000")]
    [InlineData("Sse:ReplayWindow", "30", "a duration such as 00:30:00, 30m, 90s, 1h30m or 1d, from 00:00:00 to 1.00:00:00")]
    [InlineData("Sse:HeartbeatInterval", "01:00:01", "a duration such as 00:30:00, 30m, 90s, 1h30m or 1d, from 00:00:01 to 01:00:00")]
    [InlineData("Sse:ReconnectBaseDelay", "99",
        "a whole number of milliseconds or a duration such as 2s or 00:00:02, from 100 to 600000 milliseconds")]
    [InlineData("Sse:ReconnectBaseDelay", "11m",
        "a whole number of milliseconds or a duration such as 2s or 00:00:02, from 100 to 600000 milliseconds")]
    [InlineData("Sse:ReconnectMaxDelay", "500",
        "a whole number of milliseconds or a duration such as 2s or 00:00:02, not less than Sse:ReconnectBaseDelay")]
    public void An_invalid_stream_setting_is_an_error_that_says_what_is_allowed(string key, string value, string allowed) =>
        AssertError<SseOptions>(key, value, $"'{value}'", allowed);

    [Theory]
    [InlineData("Upstream:Mode", "1", "Live or Demo")]
    [InlineData("Upstream:BaseAddress", "ftp://example.org/", "an absolute http or https address without a query")]
    [InlineData("Upstream:BaseAddress", "https://example.org/?a=1", "an absolute http or https address without a query")]
    [InlineData("Upstream:PollSeconds", "0", "1 to 59, or a multiple of 60 up to 86400")]
    [InlineData("Upstream:PollSeconds", "61", "1 to 59, or a multiple of 60 up to 86400")]
    [InlineData("Upstream:BackfillDays", "-1", "a whole number from 0 to 365")]
    [InlineData("Upstream:BackfillDays", "366", "a whole number from 0 to 365")]
    [InlineData("Upstream:PollSeconds", "86460", "1 to 59, or a multiple of 60 up to 86400")]
    [InlineData("Upstream:Contact", "me (at) example.org", "up to 200 plain ASCII characters without brackets or backslashes")]
    [InlineData("Upstream:Contact", @"me\example.org", "up to 200 plain ASCII characters without brackets or backslashes")]
    [InlineData("Upstream:Contact", "mé@example.org", "up to 200 plain ASCII characters without brackets or backslashes")]
    public void An_invalid_upstream_setting_is_an_error_that_says_what_is_allowed(string key, string value, string allowed) =>
        AssertError<UpstreamOptions>(key, value, $"'{value}'", allowed, ("Upstream:Contact", "me@example.org"));

    [Theory]
    [InlineData("Upstream:Mode", "Demo")]
    [InlineData("Upstream:BaseAddress", "http://localhost:5000/")]
    [InlineData("Upstream:Contact", "https://example.org/[me]/{~}*+'!")]
    public void A_contact_is_required_only_for_the_real_price_API(string key, string value)
    {
        var settings = TestSettings.Reader((key, value));
        settings.Bind<UpstreamOptions>();

        Assert.Empty(settings.Errors);
    }

    [Fact]
    public void A_contact_over_200_characters_is_an_error() => AssertError<UpstreamOptions>(
        "Upstream:Contact", new('a', 201), $"'{new string('a', 201)}'", "up to 200 plain ASCII characters without brackets or backslashes");

    [Fact]
    public void An_invalid_icon_setting_is_an_error_that_says_what_is_allowed() =>
        AssertError<ItemIcons>("Icons:Mode", "Everywhere", "'Everywhere'", "None or Wiki or Cached");

    [Theory]
    [InlineData("too-short")]
    [InlineData("sixteen letters and blanks")]
    public void An_invalid_token_is_an_error_that_does_not_show_it(string token) =>
        AssertError<MetricsOptions>("Metrics:Token", token, "not usable", "at least 16 plain ASCII characters without spaces");

    [Fact]
    public void An_invalid_password_hash_is_an_error_that_does_not_show_it() =>
        AssertError<AdminOptions>("Admin:PasswordHash", "hunter2", "not usable", "the output of PriceStream.Web --hash-password");

    [Theory]
    [InlineData("Data Source")]
    [InlineData("Data Source=:memory:")]
    [InlineData("Data Source=a.db;Mode=Memory")]
    [InlineData("Pooling=true")]
    public void An_invalid_database_setting_is_an_error_that_says_what_is_allowed(string value) => AssertError<DatabaseOptions>(
        "ConnectionStrings:PriceStream",
        value,
        $"'{value}'",
        "a SQLite connection string that names a file, such as 'Data Source=data/pricestream.db', or for PostgreSQL "
        + "'Host=…;Port=…;Username=…;Password=…;Database=…' or 'postgres://user:password@host:port/database'");

    [Theory]
    [InlineData("Live", "data/prices.db")]
    [InlineData("demo", "data/prices.demo.db")]
    public void The_demo_market_has_a_database_of_its_own(string mode, string file)
    {
        var settings = TestSettings.Reader(("ConnectionStrings:PriceStream", "Data Source=data/prices.db"), ("Upstream:Mode", mode));

        Assert.Equal("Data Source=" + file, DatabaseOptions.ReadConnectionString(settings));
    }

    [Theory]
    [InlineData("localhost:6379,nonsense=hunter2")]
    [InlineData(",password=hunter2")]
    public void An_invalid_Redis_address_is_an_error_that_does_not_show_it(string value) => AssertError<RedisOptions>(
        "ConnectionStrings:Redis",
        value,
        "not usable",
        "a Redis address such as 'localhost:6379', with options such as 'password=…' after commas, "
        + "or a URL such as 'redis://:password@localhost:6379/0', with 'rediss' for TLS");

    [Fact]
    public void One_message_lists_the_errors_of_all_records_each_once()
    {
        var settings = TestSettings.Reader(
            ("Sse:MaxClients", "none"), ("Icons:Mode", "Everywhere"), ("ConnectionStrings:Redis", ",password=hunter2"));
        settings.Bind<SseOptions>();
        settings.Bind<ItemIcons>();
        settings.Bind<RedisOptions>();
        settings.Bind<RedisOptions>();
        var error = Assert.Throws<SettingsException>(settings.ThrowIfInvalid);

        var keys = error.Errors.Select(line => line.Split(' ')[0]);
        Assert.Equal(["Sse:MaxClients", "Icons:Mode", "ConnectionStrings:Redis"], keys);
        Assert.All(error.Errors, line => Assert.Contains(line, error.Message, StringComparison.Ordinal));
        Assert.DoesNotContain("hunter2", error.Message, StringComparison.Ordinal);
    }

    private static void AssertError<T>(string key, string value, string shown, string allowed, params (string Key, string Value)[] others)
        where T : class, new()
    {
        var settings = TestSettings.Reader([.. others.Where(other => other.Key != key), (key, value)]);
        settings.Bind<T>();

        var name = key.Replace(":", "__", StringComparison.Ordinal);
        Assert.Equal($"{key} (environment: {name}) is {shown}; allowed: {allowed}", Assert.Single(settings.Errors));
    }
}
