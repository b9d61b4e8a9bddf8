using PriceStream.Web.Items;
using PriceStream.Web.Items.Search;

namespace PriceStream.Tests.Items.Search;

/// <summary>What the search finds, how it ranks, and in which order equal matches come.</summary>
public sealed class NameIndexTests
{
    [Fact]
    public void Matches_come_in_the_order_of_their_ranks()
    {
        var index = IndexOf(
            (1, "Rubies, 77 in all"), (2, "Chest of 77"), (3, "77 rubies"), (4, "7-7"), (77, "Cannonball"), (5, "A177 engine"));

        Assert.Equal(
            [
                ("7-7", NameRank.Name), ("Cannonball", NameRank.Id), ("77 rubies", NameRank.NameStart),
                ("Chest of 77", NameRank.WordStart), ("Rubies, 77 in all", NameRank.WordStart), ("A177 engine", NameRank.Words),
            ],
            index.Find("77").Select(match => (match.Item.Name, match.Rank)));
    }

    [Fact]
    public void A_nickname_comes_after_a_name_and_before_the_beginning_of_one()
    {
        var index = IndexOf((1, "Ags of old"), (2, "Armadyl godsword"), (3, "AGS"));

        Assert.Equal(["AGS", "Armadyl godsword", "Ags of old"], Names(index, "ags"));
    }

    [Fact]
    public void A_nickname_whose_item_the_catalogue_lacks_is_ignored() =>
        Assert.Equal(["Ags of old"], Names(IndexOf((1, "Ags of old")), "ags"));

    [Fact]
    public void Among_equal_matches_shorter_names_come_first_then_full_potions_then_the_name_then_the_id()
    {
        var index = IndexOf(
            (8, "Brew of ash"), (7, "Brew of ash"), (6, "Brew of elm"), (5, "Brew(1)"), (4, "Brew(4)"), (3, "Brew mix"));

        Assert.Equal([4, 5, 3, 7, 8, 6], index.Find("bre").Select(match => match.Item.ItemId));
    }

    [Fact]
    public void A_whole_word_comes_before_the_beginning_of_a_longer_one() =>
        Assert.Equal(
            ["Bow string", "Bowl", "Oak longbow"], Names(IndexOf((1, "Bowl"), (2, "Bow string"), (3, "Oak longbow")), "bow"));

    [Fact]
    public void An_item_that_is_no_longer_traded_comes_last_among_equal_matches()
    {
        var old = ItemOf(1, "Bowl") with { DelistedAt = DateTimeOffset.UnixEpoch };
        var index = new NameIndex([old, ItemOf(2, "Bowl of water"), ItemOf(3, "Oak longbow")]);

        Assert.Equal(["Bowl of water", "Bowl", "Oak longbow"], Names(index, "bow"));
    }

    [Fact]
    public void Spelling_counts_only_when_nothing_else_matches()
    {
        var index = IndexOf((1, "Shark"), (2, "Sharp stick"));

        Assert.Equal(["Sharp stick"], Names(index, "sharp"));
        Assert.Equal(["Shark"], Names(index, "sahrk"));
        Assert.Equal(["Shark", "Sharp stick"], Names(index, "sharx"));
    }

    [Theory]
    [InlineData("Dragon dagger(p++)", "dragon dagger p")]
    [InlineData("Ahrim's hood", "ahrim`s  HOOD")]
    [InlineData("Chichilihui rosé", "chichilihui rose")]
    [InlineData("Łódź boots", "lodz boots")]
    [InlineData("Rune platebody (h1)", "rune platebody h1")]
    [InlineData("Mushroom & onion", "mushroom onion")]
    public void The_way_a_name_is_written_does_not_matter_on_either_side(string one, string other)
    {
        Assert.Equal([(one, NameRank.Name)], IndexOf((1, one)).Find(other).Select(match => (match.Item.Name, match.Rank)));
        Assert.Equal([(other, NameRank.Name)], IndexOf((1, other)).Find(one).Select(match => (match.Item.Name, match.Rank)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("%")]
    [InlineData("++")]
    [InlineData("(')")]
    [InlineData("\ud83d\ude00")]
    [InlineData("\ud800")]
    public void A_text_without_a_letter_or_a_digit_finds_nothing(string text) => Assert.Empty(IndexOf((1, "Logs"), (2, "???")).Find(text));

    [Theory]
    [InlineData('a', "")]
    [InlineData('a', " ")]
    [InlineData('é', "+")]
    [InlineData('1', "'")]
    public void The_longest_text_is_searched_as_any_other(char letter, string between)
    {
        var longest = string.Concat(Enumerable.Repeat(letter + between, 100))[..100];
        var index = IndexOf((1, "Logs"), (2, longest));

        Assert.Equal(longest, index.Find(longest)[0].Item.Name);
        Assert.Empty(IndexOf((1, "Logs")).Find(longest));
    }

    [Fact]
    public void An_empty_catalogue_has_nothing_to_find()
    {
        Assert.Empty(IndexOf().Find("whip"));
        Assert.Empty(IndexOf((1, "???")).Find("whip"));
    }

    private static IEnumerable<string> Names(NameIndex index, string text) => index.Find(text).Select(match => match.Item.Name);

    private static NameIndex IndexOf(params (int Id, string Name)[] items) => new(
        items.OrderBy(item => item.Name, StringComparer.OrdinalIgnoreCase)
            .ThenBy(item => item.Id)
            .Select(item => ItemOf(item.Id, item.Name)));

    private static Item ItemOf(int id, string name) => new(id, name, "", "", false, null, null, null, null);
}
