using System.Globalization;
using System.Text;
using CsCheck;
using PriceStream.Tests.Support;
using PriceStream.Web.Upstream;

namespace PriceStream.Tests.Upstream;

/// <summary>Random answers: no exception but the reader's own leaves it, and a good row beside bad ones is always taken.</summary>
public sealed class UpstreamReaderRandomTests
{
    private const string GoodPrice = """{"high":900,"highTime":1747814399,"low":890.0,"lowTime":1747814398}""";
    private const string GoodWindow = """{"avgHighPrice":123.5,"highPriceVolume":7,"avgLowPrice":120,"lowPriceVolume":7}""";
    private const string GoodPoint = """{"timestamp":1747810800,"avgHighPrice":123.5,"highPriceVolume":7}""";
    private const string GoodItem = """{"id":4151,"name":"Abyssal whip","limit":70}""";

    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(FakeUpstream.Start);

    private static readonly Gen<string> Texts = OneOf(
        "2", "02", "+2", " 2", "-1", "0", "2147483648", "99999999999999999999", "", "\\ud800", "\\u001b[2J", "\\u0032", "\\r\\n", "\u202e",
        "high", "highTime", "low", "lowTime", "avgHighPrice", "highPriceVolume", "timestamp", "timestep", "data", "id", "name", "examine");

    private static readonly Gen<string> Numbers = Gen.OneOf(
        OneOf(
            "0", "-0", "-1", "5.0", "123.5", "0.4", "1e3", "1E-400", "1e400", "2147483648", "1000000000000", "1000000000001",
            "9223372036854775807", "9223372036854775808", "-9223372036854775808", "79228162514264337593543950335.5",
            "1747814400", "1747814399.999999999999999999999999999999", "1747900800", "1747810800", "253402300800"),
        Gen.Long.Select(number => number.ToString(CultureInfo.InvariantCulture)),
        Gen.Double[-1e13, 1e13].Select(number => number.ToString("R", CultureInfo.InvariantCulture)));

    private static readonly Gen<string> Values = Gen.Recursive<string>((depth, inner) => depth > 3
        ? Numbers
        : Gen.Frequency(
            (6, Numbers),
            (2, Texts.Select(text => $"\"{text}\"")),
            (2, OneOf("null", "true", "false", "{}", "[]")),
            (1, inner.Array[0, 4].Select(values => $"[{string.Join(',', values)}]")),
            (4, Gen.Select(Texts, inner).Array[0, 6].Select(Object))));

    /// <summary>Rows by name, one of them good, anywhere among others.</summary>
    private static readonly Gen<(string[] Before, string[] After)> Others = Gen.Select(
        Gen.Select(Texts, Values).Select(Member).Array[0, 5], Gen.Select(Texts, Values).Select(Member).Array[0, 5]);

    [Fact]
    public void A_good_price_beside_any_rows_is_taken() => Others.Sample(others =>
    {
        var answer = UpstreamReader.ReadLatest(Data(others, GoodPrice), Now);
        return answer.Rows.Single(row => row.Key == 4151).Value
            == new UpstreamPrice { High = 900, HighTime = 1_747_814_399, Low = 890, LowTime = 1_747_814_398 };
    });

    [Fact]
    public void A_good_row_of_a_window_beside_any_rows_is_taken() => Others.Sample(others =>
    {
        var window = UpstreamReader.ReadWindow(Data(others, GoodWindow), 300, Now);
        return window.Answer.Rows.Single(row => row.Key == 4151).Value.AvgHighPrice == 124
            && window.TotalRows == others.Before.Length + 1 + others.After.Length;
    });

    [Fact]
    public void A_good_point_and_a_good_item_beside_any_rows_are_taken() =>
        Gen.Select(Values.Array[0, 5], Values.Array[0, 5]).Sample((before, after) =>
        {
            var series = UpstreamReader.ReadSeries(
                Utf8($$"""{"data":[{{Joined(before, GoodPoint, after)}}],"timestep":3600}"""), null, Now);
            var items = UpstreamReader.ReadMapping(Utf8($"[{Joined(before, GoodItem, after)}]"));
            return series.Rows.Count(row => row.Timestamp == 1_747_810_800) == 1 && items.Rows.Count(item => item.Id == 4151) == 1;
        });

    [Fact]
    public void No_exception_but_its_own_leaves_the_reader_whatever_bytes_are_changed()
    {
        var changes = Gen.Select(Gen.Int[0, 10_000], Gen.Byte, Gen.Bool);
        Gen.Select(Others, changes.Array[1, 6]).Sample((others, changed) =>
        {
            var json = Data(others, GoodPrice).ToList();
            foreach (var (at, value, isInsertion) in changed)
            {
                var index = at % json.Count;
                if (isInsertion)
                {
                    json.Insert(index, value);
                }
                else
                {
                    json[index] = value;
                }
            }

            ReadAll([.. json]);
        });
        Values.Sample(value => ReadAll(Utf8(value)));
    }

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(index => texts[index]);

    private static void ReadAll(byte[] body)
    {
        var json = UpstreamBody.ToUtf8(body, "iso-8859-1").ToArray();
        foreach (var read in (Action[])
            [
                () => UpstreamReader.ReadMapping(json), () => UpstreamReader.ReadLatest(json, DateTimeOffset.MaxValue),
                () => UpstreamReader.ReadWindow(json, 300, Now), () => UpstreamReader.ReadSeries(json, 3600, Now),
            ])
        {
            Assert.True(Record.Exception(read) is null or UpstreamException, Encoding.Latin1.GetString(body));
        }
    }

    private static byte[] Data((string[] Before, string[] After) others, string good) =>
        Utf8($$"""{"data":{{{Joined(others.Before, $"\"4151\":{good}", others.After)}}},"timestamp":1747814100}""");

    private static string Joined(string[] before, string good, string[] after) => string.Join(',', [.. before, good, .. after]);

    private static string Object((string, string)[] members) => $"{{{string.Join(',', members.Select(Member))}}}";

    private static string Member((string Name, string Value) member) => $"\"{member.Name}\":{member.Value}";

    private static byte[] Utf8(string json) => Encoding.UTF8.GetBytes(json);
}
