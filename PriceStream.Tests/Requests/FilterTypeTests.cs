using PriceStream.Web.Requests;

namespace PriceStream.Tests.Requests;

/// <summary>Durations and percentages in filters, as players write them.</summary>
public sealed class FilterTypeTests
{
    [Theory]
    [InlineData("90s", 90)]
    [InlineData("30m", 1800)]
    [InlineData(" 1h30m ", 5400)]
    [InlineData("2H", 7200)]
    [InlineData("7d", 7 * 86_400)]
    [InlineData("1d2h3m4s", 93_784)]
    [InlineData("0s", 0)]
    public void A_duration_has_units(string text, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), new DurationType().Read(text));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("60")]
    [InlineData("-1h")]
    [InlineData("1.5h")]
    [InlineData("30m1h")]
    [InlineData("00:30:00")]
    [InlineData("5ms")]
    [InlineData("1w")]
    public void Other_texts_are_no_duration(string text) => Assert.Null(new DurationType().Read(text));

    [Theory]
    [InlineData("2", 200)]
    [InlineData("2.5", 250)]
    [InlineData(" 2.55 % ", 255)]
    [InlineData("0", 0)]
    [InlineData("-12.5%", -1250)]
    public void A_percentage_is_read_as_hundredths(string text, long hundredths)
    {
        Assert.Equal(new Percent(hundredths), new PercentType(mayBeNegative: true).Read(text));
        Assert.Equal(hundredths >= 0, new PercentType(mayBeNegative: false).Read(text) is not null);
    }

    [Theory]
    [InlineData("")]
    [InlineData("%")]
    [InlineData("1,5")]
    [InlineData("1.234")]
    [InlineData("1e2")]
    [InlineData("--1")]
    [InlineData("- 1")]
    public void Other_texts_are_no_percentage(string text) => Assert.Null(new PercentType(mayBeNegative: true).Read(text));
}
