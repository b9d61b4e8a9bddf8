using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text;
using PriceStream.Tests.Support;
using PriceStream.Web.Upstream;

namespace PriceStream.Tests.Upstream;

/// <summary>What the source really sends, and what it might.</summary>
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
    public void A_row_is_taken_or_refused_alone(string row, string? fault)
    {
        var answer = UpstreamReader.ReadLatest(Encoding.UTF8.GetBytes("""{"data":{"1":ROW,"2":{"low":7,"lowTime":1747814400}}}""".Replace("ROW", row, StringComparison.Ordinal)), Now);

        Assert.Equal(fault is null ? 2 : 1, answer.Rows.Count);
        Assert.Equal(7, answer.Rows[^1].Value.Low);
        Assert.StartsWith(fault is null ? "" : "item 1 " + fault, answer.FirstRefusal ?? "", StringComparison.Ordinal);
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
    public void What_is_no_answer_is_refused_whole(string json, string reason) =>
        Assert.Equal(reason, Assert.Throws<UpstreamException>(() => UpstreamReader.ReadLatest(Encoding.UTF8.GetBytes(json), Now)).Message);

    [Fact]
    public void Recorded_answers_are_read_without_a_refusal()
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

    private static byte[] Unzip(string file)
    {
        using var zipped = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        zipped.CopyTo(plain);
        return plain.ToArray();
    }

    private static string ThisFolder([CallerFilePath] string thisFile = "") => Path.GetDirectoryName(thisFile)!;
}
