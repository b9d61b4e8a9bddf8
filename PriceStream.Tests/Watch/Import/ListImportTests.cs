using static PriceStream.Tests.Watch.Import.SomeItems;

namespace PriceStream.Tests.Watch.Import;

/// <summary>Every known format, written by hand in the shape that its program writes.</summary>
public sealed class ListImportTests
{
    private const string Utilities = """
        {"version":1,"lastOffers":{"0":{"uuid":"a","id":2}},"trades":[
          {"id":4151,"name":"Abyssal whip","tGL":70,"h":{"sO":[{"uuid":"b","b":true,"id":4151,"cQIT":1,"p":1500000,
            "t":{"seconds":1700000000,"nanos":0},"s":2,"st":"BOUGHT","tAA":9,"tSFO":9,"tQIT":1,"beforeLogin":false}],
            "nGLR":null,"iBTLW":0,"pIB":0},"fB":"Zezima","vFPI":true,"favorite":true,"favoriteCode":"2"},
          {"id":2,"name":"Cannonball","tGL":11000,"h":{"sO":[]},"fB":"Zezima","vFPI":true,"favorite":false,"favoriteCode":"1"},
          {"id":561,"name":"Nature rune","tGL":18000,"h":{"sO":[]},"fB":"Zezima","vFPI":true,"favorite":true,"favoriteCode":"1"}],
         "sessionStartTime":1700000000000,"recipeFlipGroups":[],"lastStoredAt":{"seconds":1,"nanos":2}}
        """;

    [Theory]
    [InlineData("2,4151", "ids", "2,4151")]
    [InlineData(" 2 4151\r\n561 ; 2", "ids", "2,4151,561")]
    [InlineData("2.4151.561", "ids", "2,4151,561")]
    [InlineData("Abyssal whip\nCANNONBALL\nabyssal whip", "names", "4151,2")]
    [InlineData("- Nature rune\r\n- 4151\r\n\r\n* Twisted bow", "names", "561,4151,20997")]
    [InlineData("\uFEFFCannonball, Bread", "names", "2,2309")]
    [InlineData("https://prices.example/?preset=watch&watch=4151%2C2", "a link", "4151,2")]
    [InlineData("[4151, \"Cannonball\"]", "JSON", "4151,2")]
    [InlineData("{\"item_id\":2,\"name\":\"Cannonball\"}\n{\"item_id\":4151,\"spark\":[1,null]}\n", "JSON lines", "2,4151")]
    [InlineData("item_id,name,high\n2,Cannonball,200\n4151,\"Abyssal whip\",1500000\n", "a CSV file", "2,4151")]
    [InlineData("item_id;name\r\n561;Nature rune\r\n", "a CSV file", "561")]
    [InlineData("banktags,1,Herbs,199,199,-201", "a RuneLite bank tag tab", "199,201")]
    [InlineData("banktags,1,Herbs,199,199,layout,0,201,1,-1,7,4151", "a RuneLite bank tag tab", "199,201,4151")]
    [InlineData("banktags,1,Herbs,199,199\nbanktags,1,Ammo,2,2,4151\n", "RuneLite bank tag tabs", "199,2,4151")]
    [InlineData("Herbs,199,199,-201", "a RuneLite bank tag tab", "199,201")]
    [InlineData("# by Zezima\n# today\nname,date,quantity,price,state\nCannonball,1,5,200,BOUGHT\nBread,1,5,9,SOLD\nCannonball,2,5,2,SOLD",
        "a CSV file of Flipping Utilities", "2,2309")]
    [InlineData("First buy time,Last sell time,Account,Item,Status,Bought,Sold,Avg. buy price,Avg. sell price,Tax,Profit,Profit ea.\n"
        + "2025-01-01,2025-01-02,Zezima,\"Twisted bow\",FINISHED,1,1,\"1,500\",2,0,0,0\n2025-01-01,,Zezima,Bread,BUYING,1,0,9,0,0,0,0\n",
        "a CSV file of Flipping Copilot", "20997,2309")]
    public void A_format_is_recognised_by_its_shape(string text, string format, string ids)
    {
        var preview = Read(text);
        Assert.Equal((format, ids, 0, 0), (preview.Format, IdsOf(preview), preview.UnknownCount, preview.NotTradeableCount));
    }

    [Theory]
    [InlineData("banktags,1,My herbs,199,199", "My herbs")]
    [InlineData("Herbs,199,199,201", "Herbs")]
    [InlineData("""{"pricestream":1,"lists":[{"name":"Herbs","items":[199]}]}""", "Herbs")]
    [InlineData("""{"pricestream":1,"lists":[{"name":"Herbs","items":[199]},{"name":"Ammo","items":[2]}]}""", "")]
    [InlineData("/?watch=199&list=Herbs%20and%20more", "Herbs and more")]
    public void A_list_keeps_its_name(string text, string name) => Assert.Equal(name, Read(text).Name);

    [Fact]
    public void A_link_with_too_many_ids_loses_none_in_silence()
    {
        var preview = Read("https://prices.example/?watch=" + string.Join(',', Enumerable.Range(1_000_000, 5000).Prepend(2)));
        Assert.Equal(("2", 5000), (IdsOf(preview), preview.UnknownCount));
    }

    [Fact]
    public void Of_a_file_of_Flipping_Utilities_only_the_favourites_are_taken_group_by_group()
    {
        var preview = Read(Utilities);
        Assert.Equal(("a file of Flipping Utilities", "561,4151"), (preview.Format, IdsOf(preview)));
        Assert.Null(preview.Note);

        var without = Read(Utilities.Replace("\"favorite\":true", "\"favorite\":false", StringComparison.Ordinal));
        Assert.Equal("4151,2,561", IdsOf(without));
        Assert.Contains("No item in this file is a favourite", without.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bank_of_Bank_Memory_keeps_what_can_be_traded()
    {
        var preview = Read(
            "Item id\tItem name\tItem quantity\n995\tCoins\t1000\n4151\tAbyssal whip\t2\n6570\tFire cape\t1\n561\tNature rune\t9");
        Assert.Equal(("a bank of Bank Memory", "4151,561"), (preview.Format, IdsOf(preview)));
        Assert.Equal(["Coins", "Fire cape"], preview.NotTradeable);
        Assert.Equal(0, preview.UnknownCount);
    }

    [Fact]
    public void Unknown_entries_are_listed_with_the_nearest_names_and_notes_with_their_item()
    {
        var preview = Read("Abyssal whip\nAbysal wip\n2310\n995\nqqqqqqq");
        Assert.Equal("4151", IdsOf(preview));
        Assert.Equal(["995"], preview.NotTradeable);
        Assert.Equal(
            [("Abysal wip", "Abyssal whip", false), ("2310", "Bread", true), ("qqqqqqq", "", false)],
            preview.Unknown.Select(entry => (entry.Text, string.Join(',', entry.Nearest.Select(item => item.Name)), entry.IsNote)));
    }

    [Fact]
    public void More_than_a_list_can_hold_is_counted()
    {
        var catalogue = new PriceStream.Web.Items.Catalogue();
        catalogue.Merge(Enumerable.Range(1, 300).Select(id =>
            new PriceStream.Web.Items.Item(id, $"Item {id}", "", "", true, null, null, null, null)));
        Assert.True(new PriceStream.Web.Watch.Import.ListImport(catalogue)
            .TryRead(string.Join(',', Enumerable.Range(1, 300)), out var preview, out _));
        Assert.Equal((200, 100), (preview.Found.Count, preview.Beyond));
    }

    [Theory]
    [InlineData("", "There is nothing to import.")]
    [InlineData(" \uFEFF\r\n", "There is nothing to import.")]
    [InlineData("banktaglayoutsplugin:Herbs,199:0,banktag:Herbs,199,199", "export the tab from Bank Tags")]
    [InlineData("banktags,2,Herbs,199,199", "another version")]
    [InlineData("banktags,1,Herbs", "needs a name and an icon")]
    [InlineData("{\"trades\":[{\"id\":4151", "breaks off or has an error in line 1")]
    [InlineData("{\n\"pricestream\":1,\n\"lists\":[{]}", "error in line 3")]
    [InlineData("{\"foo\":1}", "of no known kind")]
    [InlineData("{} {}", "of no known kind")]
    [InlineData("{} x", "cannot be read")]
    public void What_cannot_be_read_is_refused_with_the_reason(string text, string reason) =>
        Assert.Contains(reason, ErrorOf(text), StringComparison.Ordinal);

    [Fact]
    public void Json_that_is_deeper_than_any_known_file_is_refused() =>
        Assert.Contains("cannot be read", ErrorOf(new string('[', 30_000)), StringComparison.Ordinal);
}
