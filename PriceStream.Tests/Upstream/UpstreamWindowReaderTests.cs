using System.Text;
using PriceStream.Tests.Support;
using PriceStream.Web.Upstream;

namespace PriceStream.Tests.Upstream;

/// <summary>What the upstream's windows and series may hold.</summary>
public sealed class UpstreamWindowReaderTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(FakeUpstream.Start);

    [Theory]
    [InlineData(""" "avgHighPrice":123.5,"highPriceVolume":7""", 124L, 7L)]
    [InlineData(""" "avgHighPrice":2147483648.25,"highPriceVolume":7.0""", 2147483648L, 7L)]
    [InlineData(""" "avgHighPrice":0.5,"highPriceVolume":5000000000""", 1L, 5000000000L)]
    [InlineData(""" "avgHighPrice":123.4999999999999999999999999999999999999,"highPriceVolume":7""", null, null)]
    public void An_average_with_decimals_is_read_and_rounded_half_up(string side, long? price, long? volume)
    {
        var json = Utf8($$$"""{"data":{"4151":{{{{side}}},"avgLowPrice":120,"lowPriceVolume":7}},"timestamp":1747814100}""");
        var window = UpstreamReader.ReadWindow(json, 300, Now);

        Assert.Equal((0, 1), (window.RefusedRows, window.TotalRows));
        var row = Assert.Single(window.Answer.Rows).Value;
        Assert.InRange(row.AvgHighPrice!.Value, price ?? 123, price ?? 124); // more digits than any number here holds
        Assert.Equal((volume ?? 7, 120), (row.HighPriceVolume, row.AvgLowPrice));
    }

    [Theory]
    [InlineData("""{"highPriceVolume":-1}""", "item 1 has a negative high volume")]
    [InlineData("""{"avgHighPrice":5,"highPriceVolume":0}""", "item 1 has a high price or volume without the other")]
    [InlineData("""{"avgLowPrice":null,"lowPriceVolume":3}""", "item 1 has a low price or volume without the other")]
    [InlineData("""{"avgLowPrice":0,"lowPriceVolume":3}""", "item 1 has a low price that cannot be")]
    public void A_bad_row_of_a_window_is_refused_and_the_others_are_used(string row, string refusal)
    {
        var json = Utf8($$$"""{"data":{"1":{{{row}}},"2":{"avgLowPrice":7,"lowPriceVolume":1}},"timestamp":1747814100}""");
        var window = UpstreamReader.ReadWindow(json, 300, Now);

        Assert.Equal(1_747_814_100, window.Timestamp);
        Assert.Equal((2, refusal), (Assert.Single(window.Answer.Rows).Key, window.Answer.FirstRefusal));
    }

    [Fact]
    public void A_row_that_lost_one_side_counts_once_as_refused_and_once_in_the_total()
    {
        const string Row = """{"avgHighPrice":-5,"highPriceVolume":1,"avgLowPrice":7,"lowPriceVolume":1}""";
        var json = Utf8($$$"""{"data":{"1":{{{Row}}}},"timestamp":1747814100}""");
        var window = UpstreamReader.ReadWindow(json, 300, Now);

        Assert.Equal((1, 1, 1), (window.Answer.Rows.Count, window.RefusedRows, window.TotalRows));
    }

    [Theory]
    [InlineData(""","timestamp":1747814101""", "sent a window that starts at no multiple of 300 s")]
    [InlineData(""","timestamp":1747814700""", "sent a window that lies in the future")]
    [InlineData(""","timestamp":9223372036854775800""", "sent a window that lies in the future")]
    [InlineData(""","timestamp":1356998100""", null)]
    [InlineData(""","timestamp":1356997800""", "sent a window that is older than the game")]
    [InlineData(""","timestamp":"1747814100" """, "sent JSON of another shape")]
    [InlineData("", "sent a window that does not say when it starts")]
    public void A_window_with_an_impossible_time_is_refused_as_a_whole(string timestamp, string? reason)
    {
        var json = Utf8($$$"""{"data":{}{{{timestamp}}}}""");
        var error = Record.Exception(() => UpstreamReader.ReadWindow(json, 300, Now)) as UpstreamException;

        Assert.Equal(reason, error?.Message);
    }

    [Fact]
    public void An_open_window_of_a_series_is_skipped_and_an_invalid_one_is_refused()
    {
        var answer = UpstreamReader.ReadSeries(
            Utf8("""{"data":[{"timestamp":1747810800},{},{"timestamp":1747810801},{"timestamp":1747814400},null]}"""), 3600, Now);

        Assert.Equal(1_747_810_800, Assert.Single(answer.Rows).Timestamp);
        Assert.Equal((3, 4, "row 1 has no timestamp"), (answer.RefusedRows, answer.TotalRows, answer.Answer.FirstRefusal));
    }

    [Theory]
    [InlineData(""","timestep":300""", 300, null)]
    [InlineData(""","timestep":3600.0""", 3600, null)]
    [InlineData(""","timestep":1800""", null,
        "sent a series of windows of 1800 s, and only 300, 3600, 21600, 86400 s can be stored")]
    [InlineData(""","timestep":"5m" """, null,
        "sent a series of windows of unknown s, and only 300, 3600, 21600, 86400 s can be stored")]
    [InlineData("", null, "sent a series that does not say how wide its windows are")]
    public void A_series_of_version_2_has_the_width_that_it_states(string timestep, int? seconds, string? reason)
    {
        UpstreamSeries? series = null;
        var json = Utf8($$"""{"data":[{"timestamp":1747807200,"avgLowPrice":120.5,"lowPriceVolume":1}]{{timestep}} }""");
        var error = Record.Exception(() => series = UpstreamReader.ReadSeries(json, null, Now));

        Assert.Equal((seconds, reason), (series?.Seconds, error?.Message));
        Assert.Equal(seconds is null ? null : 121, series?.Rows[0].AvgLowPrice);
    }


    private static byte[] Utf8(string json) => Encoding.UTF8.GetBytes(json);
}
