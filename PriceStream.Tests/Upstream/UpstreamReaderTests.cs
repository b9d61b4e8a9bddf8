using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text;
using PriceStream.Tests.Support;
using PriceStream.Web.Upstream;

namespace PriceStream.Tests.Upstream;

/// <summary>What the upstream's newest prices may hold.</summary>
public sealed class UpstreamReaderTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(FakeUpstream.Start);

    [Theory]
    [InlineData("""{"high":2147483647,"highTime":1747814400,"low":1,"lowTime":1747814399}""", 2147483647L, 1L)]
    [InlineData("""{"high":5,"highTime":1747814400,"low":9,"lowTime":1747814399}""", 5L, 9L)]
    [InlineData("""{"high":null,"highTime":null,"low":9,"lowTime":1747814399}""", null, 9L)]
    [InlineData("""{"low":9,"lowTime":1747814399,"new":{"deep":[1,{"x":[]}]}}""", null, 9L)]
    [InlineData("""{"high":2147483648,"highTime":1747814400,"low":1000000000000,"lowTime":1747814399}""", 2147483648L, 1000000000000L)]
    [InlineData("""{"high":5.0,"highTime":1747814400.0,"low":1e3,"lowTime":1.7478144e9}""", 5L, 1000L)]
    [InlineData("""{"high":122.5,"highTime":1747814400,"low":122.499,"lowTime":1747814399}""", 123L, 122L)]
    [InlineData("""{"h\u0069gh":7,"highTime":1747814400}""", 7L, null)]
    public void A_price_may_have_decimals_and_more_than_31_bits_and_is_rounded_half_up(string row, long? high, long? low)
    {
        var answer = UpstreamReader.ReadLatest(Utf8($$$"""{"data":{"1":{{{row}}} } }"""), Now);

        Assert.Equal((0, null), (answer.RefusedRows, answer.FirstRefusal));
        Assert.Equal((high, low), (answer.Rows[0].Value.High, answer.Rows[0].Value.Low));
    }

    [Theory]
    [InlineData(""" "high":5,"highTime":null""", "has a high price or time without the other")]
    [InlineData(""" "high":null,"highTime":1747814400""", "has a high price or time without the other")]
    [InlineData(""" "high":0,"highTime":1747814400""", "has a high price that cannot be")]
    [InlineData(""" "high":0.4,"highTime":1747814400""", "has a high price that cannot be")]
    [InlineData(""" "high":-1,"highTime":1747814400""", "has a high price that cannot be")]
    [InlineData(""" "high":1000000000001,"highTime":1747814400""", "has a high price that cannot be")]
    [InlineData(""" "high":99999999999999999999,"highTime":1747814400""", "has a wrong high")]
    [InlineData(""" "high":1e400,"highTime":1747814400""", "has a wrong high")]
    [InlineData(""" "high":"5","highTime":1747814400""", "has a wrong high")]
    [InlineData(""" "high":{"gp":[5]},"highTime":1747814400""", "has a wrong high")]
    [InlineData(""" "high":true,"highTime":1747814400""", "has a wrong high")]
    [InlineData(""" "high":5,"highTime":0""", "has a high time that cannot be")]
    [InlineData(""" "high":5,"highTime":-1747814400""", "has a high time that cannot be")]
    [InlineData(""" "high":5,"highTime":1747814701""", "has a high time that cannot be")]
    [InlineData(""" "high":5,"highTime":1747814400000""", "has a high time that cannot be")]
    [InlineData(""" "high":5,"highTime":"now" """, "has a wrong highTime")]
    public void One_odd_side_costs_that_side_only(string side, string error)
    {
        var answer = UpstreamReader.ReadLatest(Utf8($$$"""{"data":{"1":{{{{side}}},"low":7,"lowTime":1747814400} } }"""), Now);

        Assert.Equal(new UpstreamPrice { Low = 7, LowTime = 1_747_814_400 }, Assert.Single(answer.Rows).Value);
        Assert.Equal((1, 1, "item 1 " + error), (answer.RefusedRows, answer.TotalRows, answer.FirstRefusal));
    }

    [Theory]
    [InlineData("null", "is null")]
    [InlineData("[1,[2]]", "is no object")]
    [InlineData("\"seven\"", "is no object")]
    [InlineData("""{"high":-1,"highTime":1747814400}""", "has a high price that cannot be")]
    public void A_bad_row_is_refused_and_the_others_are_used(string row, string error)
    {
        var answer = UpstreamReader.ReadLatest(Utf8($$$"""{"data":{"1":{{{row}}},"2":{"low":7,"lowTime":1747814400} } }"""), Now);

        Assert.Equal((2, 7), (Assert.Single(answer.Rows).Key, answer.Rows[0].Value.Low));
        Assert.Equal((1, "item 1 " + error), (answer.RefusedRows, answer.FirstRefusal));
    }

    [Fact]
    public void A_row_nested_a_thousand_levels_deep_costs_only_itself()
    {
        var deep = new string('[', 1000) + new string(']', 1000);
        var answer = UpstreamReader.ReadLatest(Utf8($$$"""{"data":{"1":{{{deep}}},"2":{"low":7,"lowTime":1747814400} } }"""), Now);

        Assert.Equal(2, Assert.Single(answer.Rows).Key);
    }

    [Theory]
    [InlineData("""{"2":{"high":900,"highTime":1747814399},"02":{"high":850,"highTime":1747814309}}""",
        "item 02 has no item id for its name")]
    [InlineData("""{"02":{"high":850,"highTime":1747814309},"2":{"high":900,"highTime":1747814399}}""",
        "item 02 has no item id for its name")]
    [InlineData("""{"2":{"high":900,"highTime":1747814399},"2":{"high":850,"highTime":1747814309}}""", "item 2 came before")]
    [InlineData("""{"\u0032":{"high":900,"highTime":1747814399},"2":{"high":850,"highTime":1747814309}}""", "item 2 came before")]
    [InlineData("""{"2":{"high":-1,"highTime":5,"low":1,"lowTime":1747814309},"2":{"high":900,"highTime":1747814399}}""",
        "item 2 has a high price that cannot be")]
    public void Of_two_rows_for_one_item_one_whole_row_counts(string data, string refusal)
    {
        var answer = UpstreamReader.ReadLatest(Utf8($$"""{"data":{{data}} }"""), Now);

        Assert.Equal(new UpstreamPrice { High = 900, HighTime = 1_747_814_399 }, Assert.Single(answer.Rows).Value);
        Assert.Equal((1, refusal), (answer.RefusedRows, answer.FirstRefusal));
    }

    [Theory]
    [InlineData("0", "item 0 has no item id for its name")]
    [InlineData("-1", "item -1 has no item id for its name")]
    [InlineData("name-of-over-twenty-letters", "item name-of-over-twenty- has no item id for its name")]
    [InlineData("+2", "item +2 has no item id for its name")]
    [InlineData(" 2", "item  2 has no item id for its name")]
    [InlineData("2.0", "item 2.0 has no item id for its name")]
    [InlineData("2147483648", "item 2147483648 has no item id for its name")]
    [InlineData("\\ud800", "item \\ud800 has no item id for its name")]
    [InlineData("\\u001b[2J", "item \\u001b[2J has no item id for its name")]
    [InlineData("\u202eevil\u2028", "item \\u202eevil\\u2028 has no item id for its name")]
    [InlineData("\u009b2J", "item \\u009b2J has no item id for its name")]
    public void A_price_without_an_item_id_is_refused(string key, string refusal)
    {
        var answer = UpstreamReader.ReadLatest(Utf8($$$"""{"data":{"{{{key}}}":{"low":7,"lowTime":1747814400} } }"""), Now);

        Assert.Equal((0, refusal), (answer.Rows.Count, answer.FirstRefusal));
    }

    [Fact]
    public void A_byte_that_is_not_UTF_8_costs_only_its_row()
    {
        byte[] json = [.. "{\"data\":{\""u8, 0xff, .. "\":{\"low\":7,\"lowTime\":1747814400},\"2\":{\"low\":7,\"lowTime\":1747814400}}}"u8];
        var answer = UpstreamReader.ReadLatest(json, Now);

        Assert.Equal((2, "item \\xff has no item id for its name"), (Assert.Single(answer.Rows).Key, answer.FirstRefusal));
    }

    [Theory]
    [InlineData("""{"data":{}} {}""", "sent JSON that is cut off or malformed")]
    [InlineData("""{"data":{"1":{"low":7,"lowTime":1747814400}}""", "sent JSON that is cut off or malformed")]
    [InlineData("""{"data":{"1":{"low":7,"lowTi""", "sent JSON that is cut off or malformed")]
    [InlineData("""{"data":{"1":{"low":7,}}}""", "sent JSON that is cut off or malformed")]
    [InlineData("""{"data":null}""", "sent JSON of another shape")]
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
        Assert.Equal((4275, 0), (mapping.Rows.Count, mapping.RefusedRows));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(data, "latest"), "*.json.gz"))
        {
            var latest = UpstreamReader.ReadLatest(Unzip(file), Now.AddDays(1));
            Assert.Equal((4161, 0, null), (latest.Rows.Count, latest.RefusedRows, latest.FirstRefusal));
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
