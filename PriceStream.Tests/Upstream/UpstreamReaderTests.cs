using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text;
using PriceStream.Tests.Support;
using PriceStream.Web.Upstream;

namespace PriceStream.Tests.Upstream;

/// <summary>What the upstream sends, and what it might send.</summary>
public sealed class UpstreamReaderTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(FakeUpstream.Start);

    [Theory]
    [InlineData("""{"high":2147483647,"highTime":1747814400,"low":1,"lowTime":1747814399}""", null)]
    [InlineData("""{"high":5,"highTime":1747814400,"low":9,"lowTime":1747814399}""", null)]
    [InlineData("""{"high":null,"highTime":null,"low":9,"lowTime":1747814399}""", null)]
    [InlineData("""{"low":9,"lowTime":1747814399,"new":{"deep":[1,{"x":[]}]}}""", null)]
    [InlineData("""{"high":5,"highTime":null,"low":9,"lowTime":1747814399}""", "has a high price or time without the other")]
    [InlineData("""{"high":0,"highTime":1747814400}""", "has a high price that cannot be")]
    [InlineData("""{"high":2147483648,"highTime":1747814400}""", "has a high price that cannot be")]
    [InlineData("""{"low":5,"lowTime":0}""", "has a low time that cannot be")]
    [InlineData("""{"low":5,"lowTime":1747814701}""", "has a low time that cannot be")]
    [InlineData("""{"low":5.5,"lowTime":1747814400}""", "has a wrong low")]
    [InlineData("""{"low":"5","lowTime":1747814400}""", "has a wrong low")]
    [InlineData("""{"low":99999999999999999999,"lowTime":1747814400}""", "has a wrong low")]
    [InlineData("null", "is null")]
    [InlineData("[1,[2]]", "has a wrong ")]
    public void A_bad_price_is_refused_and_the_others_are_used(string row, string? error)
    {
        var answer = UpstreamReader.ReadLatest(Utf8($$$"""{"data":{"1":{{{row}}},"2":{"low":7,"lowTime":1747814400} } }"""), Now);

        Assert.Equal(error is null ? 2 : 1, answer.Rows.Count);
        Assert.Equal(7, answer.Rows[^1].Value.Low);
        Assert.StartsWith(error is null ? "" : "item 1 " + error, answer.FirstRefusal ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0", "item 0 has no item id for its name")]
    [InlineData("-1", "item -1 has no item id for its name")]
    [InlineData("name-of-over-twenty-letters", "item name-of-over-twenty- has no item id for its name")]
    public void A_price_without_an_item_id_is_refused(string key, string refusal)
    {
        var answer = UpstreamReader.ReadLatest(Utf8($$$"""{"data":{"{{{key}}}":{"low":7,"lowTime":1747814400} } }"""), Now);

        Assert.Equal((0, refusal), (answer.Rows.Count, answer.FirstRefusal));
    }

    [Theory]
    [InlineData("""{"id":1,"name":"One"}""", "row 1 has an id that came before")]
    [InlineData("""{"id":0,"name":"Two"}""", "row 1 has an id below 1")]
    [InlineData("""{"id":2,"name":" "}""", "row 1 has no name, or one of over 200 characters")]
    [InlineData("""{"id":2,"name":null}""", "row 1 has ")]
    [InlineData("""{"id":2}""", "row 1 has ")]
    [InlineData("""{"id":2,"name":"Two","limit":-1}""", "row 1 has a negative number")]
    [InlineData("""{"id":2,"name":"Two","value":"many"}""", "row 1 has a wrong value")]
    [InlineData("null", "row 1 is null")]
    public void A_bad_item_is_refused_and_the_others_are_used(string row, string refusal)
    {
        var answer = UpstreamReader.ReadMapping(Utf8($$"""[{"id":1,"name":"One"},{{row}},{"id":3,"name":"Three"}]"""));

        Assert.Equal([1, 3], answer.Rows.Select(item => item.Id));
        Assert.StartsWith(refusal, answer.FirstRefusal, StringComparison.Ordinal);
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
        Assert.Equal((3, "row 1 has no timestamp"), (answer.Refused, answer.FirstRefusal));
    }

    [Theory]
    [InlineData("""{"data":{}} {}""", "sent JSON that is cut off or malformed")]
    [InlineData("""{"data":{"1":{"low":7,"lowTime":1747814400}}""", "sent JSON that is cut off or malformed")]
    [InlineData("""{"data":{"1":{"low":7,"lowTi""", "sent JSON that is cut off or malformed")]
    [InlineData("""{"data":{"1":{"low":7,}}}""", "sent JSON that is cut off or malformed")]
    [InlineData("""{"data":{},"data":{}}""", "sent JSON of another shape")]
    [InlineData("""{"data":[]}""", "sent JSON of another shape")]
    [InlineData("""{"prices":{}}""", "sent JSON of another shape")]
    [InlineData("12", "sent JSON of another shape")]
    [InlineData("", "sent an empty answer")]
    public void Malformed_JSON_and_JSON_of_another_shape_are_refused_as_a_whole(string json, string reason) =>
        Assert.Equal(reason, Assert.Throws<UpstreamException>(() => UpstreamReader.ReadLatest(Utf8(json), Now)).Message);

    [Fact]
    public void Recorded_responses_are_read_without_a_refusal()
    {
        var data = Path.GetFullPath(Path.Combine(ThisFolder(), "..", "..", "..", "shared", "data"));
        Assert.SkipUnless(Directory.Exists(data), "the recorded answers are not beside this clone");

        var mapping = UpstreamReader.ReadMapping(Unzip(Path.Combine(data, "mapping.json.gz")));
        Assert.Equal((4275, 0), (mapping.Rows.Count, mapping.Refused));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(data, "latest"), "*.json.gz"))
        {
            var latest = UpstreamReader.ReadLatest(Unzip(file), Now.AddDays(1));
            Assert.Equal((4161, 0, null), (latest.Rows.Count, latest.Refused, latest.FirstRefusal));
        }
    }

    private static byte[] Utf8(string json) => Encoding.UTF8.GetBytes(json);

    private static byte[] Unzip(string file)
    {
        using var zipped = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        zipped.CopyTo(plain);
        return plain.ToArray();
    }

    private static string ThisFolder([CallerFilePath] string thisFile = "") => Path.GetDirectoryName(thisFile)!;
}
