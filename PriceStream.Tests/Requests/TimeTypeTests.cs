using PriceStream.Web.Requests;

namespace PriceStream.Tests.Requests;

/// <summary>Dates and times in parameters.</summary>
public sealed class TimeTypeTests
{
    [Theory]
    [InlineData("2025-05-01", "2025-05-01T00:00:00Z")]
    [InlineData("2025-05-29T10:30", "2025-05-29T10:30:00Z")]
    [InlineData("2025-05-29T10:30:15", "2025-05-29T10:30:15Z")]
    [InlineData("2025-05-29T10:30:15.25Z", "2025-05-29T10:30:15Z")]
    [InlineData("2025-05-29T12:30:00+02:00", "2025-05-29T10:30:00Z")]
    public void A_date_or_an_ISO_8601_time_is_read_as_UTC(string text, string expected) =>
        Assert.Equal(expected, TimeType.Text(TimeType.Parse(text)!.Value));

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("2025-5-1")]
    [InlineData("2025-02-30")]
    [InlineData("01/05/2025")]
    [InlineData("2025-05-29 10:30")]
    [InlineData("2025-05-29T25:00Z")]
    [InlineData("2025-05-29T10:30:00 02:00")]
    [InlineData("1748514600")]
    [InlineData("2025-05-29\n")]
    public void Any_other_text_is_refused(string text) => Assert.Null(TimeType.Parse(text));
}
