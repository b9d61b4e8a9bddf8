using PriceStream.Tests.Support;
using PriceStream.Web.Streaming;

namespace PriceStream.Tests.Settings;

/// <summary>Environment names such as SSE_ENABLED mean the Sse__ setting of the same name.</summary>
public sealed class OtherNameTests
{
    [Fact]
    public void Every_SSE_name_sets_the_setting_of_the_same_name()
    {
        var settings = TestSettings.Reader(
            ("SSE_ENABLED", "false"), ("SSE_CONNECTION_TIMEOUT", "10m"), ("SSE_HEARTBEAT_INTERVAL", "5s"), ("SSE_MAX_CLIENTS", "7"),
            ("SSE_RECONNECT_BASE_DELAY", "2s"), ("SSE_RECONNECT_MAX_DELAY", "5000"));
        var sse = settings.Bind<SseOptions>();

        Assert.Empty(settings.Errors);
        Assert.Empty(settings.Effective.Unknown);
        Assert.Equal((false, 7), (sse.Enabled, sse.MaxClients));
        Assert.Equal(
            [600, 5, 2, 5],
            ((TimeSpan[])[sse.ConnectionTimeout, sse.HeartbeatInterval, sse.ReconnectBaseDelay, sse.ReconnectMaxDelay])
                .Select(duration => duration.TotalSeconds));
        var shown = settings.Effective.All.Single(setting => setting.Key == "Sse:MaxClients");
        Assert.Equal(("7", "host, as SSE_MAX_CLIENTS"), (shown.Value, shown.Source));
    }

    [Theory]
    [InlineData("Sse:Enabled", "true", "SSE_ENABLED", "false")]
    [InlineData("Sse:ConnectionTimeout", "00:30:00", "SSE_CONNECTION_TIMEOUT", "31m")]
    [InlineData("Sse:MaxClients", "10000", "SSE_MAX_CLIENTS", "100")]
    public void Different_values_under_both_names_are_an_error_that_shows_both(string key, string value, string other, string otherValue)
    {
        var settings = TestSettings.Reader((key, value), (other, otherValue));
        settings.Bind<SseOptions>();

        var name = key.Replace(":", "__", StringComparison.Ordinal);
        Assert.Equal(
            $"{key} (environment: {name}) is '{value}', but {other} is '{otherValue}'; allowed: one of them, or the same value for both",
            Assert.Single(settings.Errors));
    }

    [Theory]
    [InlineData("Sse:Enabled", "false", "SSE_ENABLED", "False")]
    [InlineData("Sse:ConnectionTimeout", "00:10:00", "SSE_CONNECTION_TIMEOUT", "10m")]
    [InlineData("Sse:ReconnectBaseDelay", "2000", "SSE_RECONNECT_BASE_DELAY", "2s")]
    public void The_same_value_under_both_names_is_accepted(string key, string value, string other, string otherValue)
    {
        var settings = TestSettings.Reader((key, value), (other, otherValue));
        settings.Bind<SseOptions>();

        Assert.Empty(settings.Errors);
    }

    [Theory]
    [InlineData("SSE_ENABLED", "yes", "true or false")]
    [InlineData("SSE_HEARTBEAT_INTERVAL", "5", "a duration such as 00:30:00, 30m, 90s, 1h30m or 1d, from 00:00:01 to 01:00:00")]
    [InlineData("SSE_MAX_CLIENTS", "many", "a whole number from 1 to 1000000")]
    [InlineData("SSE_RECONNECT_MAX_DELAY", "500",
        "a whole number of milliseconds or a duration such as 2s or 00:00:02, not less than Sse:ReconnectBaseDelay")]
    public void An_error_names_the_key_that_was_set(string key, string value, string allowed)
    {
        var settings = TestSettings.Reader((key, value));
        settings.Bind<SseOptions>();

        Assert.Equal($"{key} is '{value}'; allowed: {allowed}", Assert.Single(settings.Errors));
    }

    [Fact]
    public void A_misspelt_SSE_name_is_reported_with_the_nearest_one()
    {
        var settings = TestSettings.Reader(("SSE_ENABLD", "false"));
        settings.Bind<SseOptions>();

        Assert.Equal("SSE_ENABLD; did you mean SSE_ENABLED?", Assert.Single(settings.Effective.Unknown));
    }
}
