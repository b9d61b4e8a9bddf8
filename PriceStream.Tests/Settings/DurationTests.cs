using System.Globalization;
using PriceStream.Tests.Support;
using PriceStream.Web.Settings;
using PriceStream.Web.Streaming;

namespace PriceStream.Tests.Settings;

/// <summary>The durations that settings accept.</summary>
public sealed class DurationTests
{
    [Theory]
    [InlineData("00:30:00", "00:30:00")]
    [InlineData("30m", "00:30:00")]
    [InlineData("90s", "00:01:30")]
    [InlineData("1h30m", "01:30:00")]
    [InlineData("1H 30M", "01:30:00")]
    [InlineData("1d", "1.00:00:00")]
    [InlineData("1d2h3m4s5ms", "1.02:03:04.0050000")]
    [InlineData("1.02:00:00", "1.02:00:00")]
    [InlineData("00:00:00.5", "00:00:00.5000000")]
    [InlineData("24:00:00", "1.00:00:00")]
    [InlineData("0s", "00:00:00")]
    public void A_duration_is_hours_minutes_seconds_or_numbers_with_units(string text, string duration) =>
        Assert.Equal(TimeSpan.Parse(duration, CultureInfo.InvariantCulture), Duration.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("30")]
    [InlineData("m")]
    [InlineData("30 minutes")]
    [InlineData("30m1h")]
    [InlineData("-30m")]
    [InlineData("1.5h")]
    [InlineData("99999999999999999999d")]
    [InlineData("٣m")]
    public void Anything_else_is_not_a_duration(string text) => Assert.Null(Duration.Parse(text));

    [Theory]
    [InlineData("Sse:ConnectionTimeout", "30m")]
    [InlineData("Sse:HeartbeatInterval", "90s")]
    [InlineData("Sse:ReplayWindow", "1h30m")]
    public void Every_duration_setting_accepts_units(string key, string value)
    {
        var settings = TestSettings.Reader((key, value));
        var options = settings.Bind<SseOptions>();

        Assert.Empty(settings.Errors);
        Assert.Contains(Duration.Parse(value), (TimeSpan?[])[options.ConnectionTimeout, options.HeartbeatInterval, options.ReplayWindow]);
    }

    [Theory]
    [InlineData("2500", 2500)]
    [InlineData("2s", 2000)]
    [InlineData("00:00:02", 2000)]
    [InlineData("250ms", 250)]
    public void A_reconnect_delay_is_milliseconds_or_a_duration(string value, int milliseconds)
    {
        var settings = TestSettings.Reader(("Sse:ReconnectBaseDelay", value));

        Assert.Equal(milliseconds, settings.Bind<SseOptions>().ReconnectBaseDelay.TotalMilliseconds);
        Assert.Empty(settings.Errors);
    }
}
