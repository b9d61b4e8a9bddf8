using PriceStream.Tests.Support;
using PriceStream.Web.Items;
using PriceStream.Web.Items.Search;

namespace PriceStream.Tests.Items.Search;

/// <summary>The search on the game's own catalogue.</summary>
public sealed class RecordedCatalogueTests
{
    private static readonly Lazy<(IReadOnlyList<Item> Items, NameIndex Index)> Recorded = new(() =>
    {
        var items = RecordedCatalogue.Read();
        return (items, new(items));
    });

    [Theory]
    [InlineData("pot", "Pot")]
    [InlineData("knife", "Knife")]
    [InlineData("coal", "Coal")]
    [InlineData("shark", "Shark")]
    [InlineData("rune plate", "Rune platebody")]
    [InlineData("rune plate body", "Rune platebody")]
    [InlineData("dragon bones", "Dragon bones")]
    [InlineData("dragonbones", "Dragon bones")]
    [InlineData("bones dragon", "Dragon bones")]
    [InlineData("law", "Law rune")]
    [InlineData("bow", "Bow string")]
    [InlineData("whip", "Abyssal whip")]
    [InlineData("prayer pot", "Prayer potion(4)")]
    [InlineData("prayer pot 3", "Prayer potion(3)")]
    [InlineData("PRAYER POTION (2)", "Prayer potion(2)")]
    [InlineData("prayer potion1", "Prayer potion(1)")]
    [InlineData("super combat 4", "Super combat potion(4)")]
    [InlineData("antidote++", "Antidote++(4)")]
    [InlineData("antidote+ 3", "Antidote+(3)")]
    [InlineData("dragon dagger p", "Dragon dagger(p)")]
    [InlineData("dragon dagger p+", "Dragon dagger(p+)")]
    [InlineData("p++ dragon dagger", "Dragon dagger(p++)")]
    [InlineData("p++ rune", "Rune dart(p++)")]
    [InlineData("weapon poison", "Weapon poison")]
    [InlineData("weapon poison++", "Weapon poison(++)")]
    [InlineData("ahrims hood", "Ahrim's hood")]
    [InlineData("AHRIM’S HOOD", "Ahrim's hood")]
    [InlineData("black d hide body", "Black d'hide body")]
    [InlineData("imperial rose", "Imperial rosé")]
    [InlineData("IMPERIAL ROSÉ", "Imperial rosé")]
    [InlineData("imperial rose\u0301", "Imperial rosé")]
    [InlineData("anti dragon shield", "Anti-dragon shield")]
    [InlineData("4151", "Abyssal whip")]
    [InlineData(" 2 ", "Cannonball")]
    public void The_item_that_a_player_means_comes_first(string typed, string name) => Assert.Equal(name, FirstOf(typed));

    [Theory]
    [InlineData("ags", "Armadyl godsword")]
    [InlineData("AGS", "Armadyl godsword")]
    [InlineData("a.g.s.", "Armadyl godsword")]
    [InlineData("tbow", "Twisted bow")]
    [InlineData("t bow", "Twisted bow")]
    [InlineData("bcp", "Bandos chestplate")]
    [InlineData("zgs", "Zamorak godsword")]
    [InlineData("d bones", "Dragon bones")]
    [InlineData("dds", "Dragon dagger(p++)")]
    [InlineData("ppot", "Prayer potion(4)")]
    [InlineData("3a pick", "3rd age pickaxe")]
    [InlineData("fire", "Fire rune")]
    [InlineData("zammy hilt", "Zamorak hilt")]
    [InlineData("addy scimmy", "Adamant scimitar")]
    [InlineData("dragon xbow", "Dragon crossbow")]
    public void A_nickname_finds_its_item(string typed, string name) => Assert.Equal(name, FirstOf(typed));

    [Theory]
    [InlineData("abysal whip", "Abyssal whip")]
    [InlineData("abbysal whip", "Abyssal whip")]
    [InlineData("wihp", "Abyssal whip")]
    [InlineData("godswrod", "Godsword blade")]
    [InlineData("dragn bons", "Dragon bones")]
    [InlineData("dragonbnes", "Dragon bones")]
    [InlineData("twistd bow", "Twisted bow")]
    [InlineData("sharks", "Shark")]
    [InlineData("ranar sed", "Ranarr seed")]
    [InlineData("tormented braclet", "Tormented bracelet")]
    [InlineData("god sord blade", "Godsword blade")]
    [InlineData("prayr potion 4", "Prayer potion(4)")]
    [InlineData("serpantin", "Serpentine visage")]
    public void A_misspelt_name_finds_the_nearest(string typed, string name)
    {
        var first = Recorded.Value.Index.Find(typed)[0];
        Assert.Equal((name, NameRank.Spelling), (first.Item.Name, first.Rank));
    }

    [Theory]
    [InlineData("nothing has this name")]
    [InlineData("qqqqqq")]
    [InlineData("qz")]
    public void What_is_like_no_name_finds_nothing(string typed) => Assert.Empty(Recorded.Value.Index.Find(typed));

    [Fact]
    public void Every_item_comes_first_for_its_own_name_however_that_is_written()
    {
        Func<string, string>[] spellings =
        [
            name => name, name => name.ToUpperInvariant(), name => name.ToLowerInvariant(), name => $"  {name.Replace(" ", "   ")} ",
            name => name.Replace(" ", ""), name => name.Replace("(", " (").Replace(")", " ) "), name => name.Replace('\'', '’'),
            name => name.Replace("'", ""), name => name.Replace('(', '[').Replace(')', ']'), name => name.Replace("(", "").Replace(")", ""),
            name => name.Replace('-', ' '), name => name.Replace('é', 'e'),
        ];
        var (items, index) = Recorded.Value;
        var wrong = items
            .SelectMany(item => spellings.Select(write => (item.Name, Typed: write(item.Name))))
            .Where(search => index.Find(search.Typed) is not [{ Rank: NameRank.Name } first, ..] || first.Item.Name != search.Name)
            .Select(search => $"{search.Typed} finds {FirstOf(search.Typed)}");

        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_nickname_finds_an_item_of_the_catalogue_before_all_items_with_another_name()
    {
        var wrong = Nicknames.All
            .SelectMany(item => item.Nicknames, (item, nickname) => (item.Name, Nickname: nickname))
            .Where(entry => !Recorded.Value.Index.Find(entry.Nickname)
                .TakeWhile(match => match.Rank == NameRank.Nickname)
                .Any(match => match.Item.Name == entry.Name))
            .Select(entry => $"{entry.Nickname}: {entry.Name}");

        Assert.Empty(wrong);
    }

    private static string? FirstOf(string typed) =>
        Recorded.Value.Index.Find(typed).Select(match => match.Item.Name).FirstOrDefault();
}
