using PriceStream.Tests.Support;
using PriceStream.Web.Items;

namespace PriceStream.Tests.Items;

/// <summary>Which items a page links to, by their names.</summary>
public sealed class ItemFamilyTests
{
    [Theory]
    [InlineData("Prayer potion(4)", "Prayer potion(1), Prayer potion(2), Prayer potion(3), Prayer cape")]
    [InlineData("Prayer cape", "Prayer potion(1), Prayer potion(2), Prayer potion(3), Prayer potion(4)")]
    [InlineData("Dragon dagger(p+)", "Dragon dagger, Dragon dagger(p), Dragon dagger(p++)")]
    [InlineData("Games necklace(8)", "Games necklace(2), Games necklace(12)")]
    [InlineData("Ring of life", "")]
    [InlineData("Whip", "")]
    [InlineData("Old school bond", "")]
    [InlineData("Dharok's helm", "Dharok's helm 0, Dharok's armour set, Dharok's greataxe")]
    public void A_family_is_the_variants_in_order_and_then_what_shares_the_first_words(string name, string family)
    {
        Item[] items = Named(
            "Prayer potion(4)", "Prayer potion(3)", "Prayer potion(2)", "Prayer potion(1)", "Prayer cape", "Whip",
            "Dragon dagger", "Dragon dagger(p)", "Dragon dagger(p+)", "Dragon dagger(p++)",
            "Games necklace(8)", "Games necklace(12)", "Games necklace(2)", "Ring of life", "Ring of recoil",
            "Dharok's helm", "Dharok's helm 0", "Dharok's greataxe", "Dharok's armour set", "Old school bond", "Old demon mask");

        Assert.Equal(family, FamilyOf(items, name));
    }

    [Fact]
    public void Of_a_word_that_many_items_share_only_those_that_came_together_are_a_family_and_never_more_than_twelve()
    {
        var many = Named([.. Enumerable.Range(1, 60).Select(number => $"Rune thing{number} of war")]);
        var families = new ItemFamilies(many);

        var near = families.Of(many[0]);
        Assert.Equal(12, near.Count);
        Assert.Equal(many.Skip(1).Take(12), near);
        var alone = many[0] with { ItemId = 90_000, Name = "Rune key" };
        Assert.Empty(new ItemFamilies([.. many, alone]).Of(alone));
    }

    [Fact]
    public void Items_that_are_no_longer_traded_are_in_no_family()
    {
        var items = Named("Torva helm", "Torva boots", "Torva legs");
        items[1] = items[1] with { DelistedAt = DateTimeOffset.UnixEpoch };

        Assert.Equal("Torva legs", FamilyOf(items, "Torva helm"));
    }

    [Theory]
    [InlineData("Torva full helm", "Torva platebody", "Torva platelegs")]
    [InlineData("Dharok's helm", "Dharok's armour set", "Dharok's greataxe", "Dharok's platebody", "Dharok's platelegs")]
    [InlineData("Bandos chestplate", "Bandos boots", "Bandos tassets")]
    [InlineData("Saradomin brew(4)", "Saradomin brew(1)", "Saradomin brew(2)", "Saradomin brew(3)")]
    [InlineData("Blue moon helm", "Blue moon chestplate", "Blue moon tassets")]
    public void The_pieces_and_doses_of_the_recorded_catalogue_find_each_other(string name, params string[] family)
    {
        var items = RecordedCatalogue.Read();
        var found = new ItemFamilies(items).Of(items.Single(item => item.Name == name)).Select(item => item.Name).ToList();

        Assert.Empty(family.Except(found));
        Assert.DoesNotContain(name, found);
        Assert.InRange(found.Count, 1, 12);
    }

    private static string FamilyOf(IReadOnlyList<Item> items, string name) =>
        string.Join(", ", new ItemFamilies(items).Of(items.Single(item => item.Name == name)).Select(item => item.Name));

    private static Item[] Named(params string[] names) =>
        [.. names.Select((name, index) => new Item(index + 1, name, "", "", true, null, null, null, null))];
}
