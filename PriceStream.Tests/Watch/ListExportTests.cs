using CsCheck;
using PriceStream.Web.Items;
using PriceStream.Web.Watch;
using PriceStream.Web.Watch.Import;

namespace PriceStream.Tests.Watch;

/// <summary>What is exported can be imported again.</summary>
public sealed class ListExportTests
{
    private static readonly Gen<WatchList> Lists =
        from ids in Gen.Int[1, 400].Array[1, 250]
        from name in Gen.Char["abz ÄéÑ'\"&=?#%+/<>{}[]\\;:漢字"].Array[0, 45]
        select WatchList.Of(ids, new string(name));

    [Fact]
    public void Each_export_imported_again_is_the_same_list()
    {
        var catalogue = new Catalogue();
        catalogue.Merge(Enumerable.Range(1, 400).Select(id => new Item(id, $"Item {id}", "", "", true, null, null, null, null)));
        var import = new ListImport(catalogue);
        Lists.Sample(list =>
        {
            var named = list.Name.Length > 0 ? list.Name : "Watchlist";
            AssertSame(list, "", list.Text);
            AssertSame(list, list.Name, "https://prices.example/base/?" + WatchAddress.Format(list));
            AssertSame(list, named, ListExport.ToJson(list));
            AssertSame(list, named, ListExport.ToBankTags(list));
            AssertSame(list, "", "item_id,name\r\n" + string.Concat(list.Ids.Select(id => $"{id},\"Item {id}\"\r\n")));
            AssertSame(list, "", string.Join('\n', list.Ids.Select(id => $"Item {id}")));
            Assert.Equal(list.Ids, WatchCookie.Parse(WatchCookie.Format(list)).Ids);
        }, iter: 300);

        void AssertSame(WatchList list, string name, string text)
        {
            Assert.True(import.TryRead(text, out var preview, out var error), $"{error} {text}");
            var found = string.Join(',', preview.Found.Select(item => item.ItemId));
            Assert.Equal((text, list.Text, name, 0), (text, found, preview.Name, preview.UnknownCount));
        }
    }

    [Fact]
    public void A_bank_tag_tab_has_the_first_item_as_its_icon_and_no_comma_in_its_name()
    {
        Assert.Equal("banktags,1,Herbs  more,199,199,201", ListExport.ToBankTags(WatchList.Of([199, 201], "Herbs, more")));
        Assert.Equal("", ListExport.ToBankTags(WatchList.Empty));
    }

    [Fact]
    public void Json_has_the_version_the_name_and_the_ids() => Assert.Equal(
        """{"pricestream":1,"lists":[{"name":"Herbs","items":[2,4151]}]}""", ListExport.ToJson(WatchList.Of([2, 4151], "Herbs")));
}
