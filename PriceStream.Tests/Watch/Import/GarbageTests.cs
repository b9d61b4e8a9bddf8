using System.Diagnostics;
using System.Text;
using PriceStream.Tests.Support;
using PriceStream.Web.Items;
using PriceStream.Web.Watch.Import;

namespace PriceStream.Tests.Watch.Import;

/// <summary>64 KiB of anything gets an answer, within a time that does not depend on what it is.</summary>
public sealed class GarbageTests
{
    private static readonly string[] Beginnings =
    [
        "", "{", "[", "{\"pricestream\":1,\"lists\":[{\"items\":[", "{\"trades\":[", "[\"\\ud800\",", "banktags,1,x,1,", "Herbs,1,2,",
        "Item id\tItem name\tItem quantity\n", "item_id,name\n", "item_id,name\n\"", "name,date,quantity,price,state\n", "#\n#\n",
        "First buy time,Last sell time,Account,Item\n", "?watch=", "https://x/?list=", "id;name\n\"\"\"",
    ];

    [Fact]
    public void Every_format_answers_to_64_KiB_of_garbage_in_time()
    {
        var catalogue = new Catalogue();
        catalogue.Merge(RecordedCatalogue.Read());
        var import = new ListImport(catalogue);
        var random = new Random(15);
        foreach (var beginning in Beginnings)
        {
            foreach (var alphabet in (string[])["0123456789,", "abc \n", "a,\n\"", "{}[]\":,1", "\t\n\"1;", "é\u0000\uFFFF\ud800x", "-,9"])
            {
                var text = new StringBuilder(beginning);
                while (text.Length < ListImport.MaxBytes)
                {
                    text.Append(alphabet[random.Next(alphabet.Length)]);
                }

                var start = Stopwatch.GetTimestamp();
                var isRead = import.TryRead(text.ToString(), out var preview, out var error);
                var took = Stopwatch.GetElapsedTime(start);

                Assert.True(took < TimeSpan.FromSeconds(5), $"{beginning} {alphabet}: {took}");
                Assert.Equal(isRead, error is null);
                Assert.InRange(preview?.Unknown.Count ?? 0, 0, ListImport.MostListed);
                Assert.InRange(preview?.Found.Count ?? 0, 0, 200);
            }
        }
    }

    [Theory]
    [InlineData("""{"\ud800":1,"pricestream":1,"lists":[{"\ud800":[2],"items":[4151]}]}""")]
    [InlineData("""{"\ud800":1,"trades":[{"\ud800":1,"id":4151,"favorite":true}]}""")]
    public void A_field_whose_name_is_no_text_is_skipped(string json)
    {
        var catalogue = new Catalogue();
        catalogue.Merge(RecordedCatalogue.Read());
        Assert.True(new ListImport(catalogue).TryRead(json, out var preview, out _));
        Assert.Equal([4151], preview.Found.Select(item => item.ItemId));
    }
}
