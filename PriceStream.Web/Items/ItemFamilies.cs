using System.Text.RegularExpressions;

namespace PriceStream.Web.Items;

/// <summary>
/// Which items belong together, by their names alone: the doses of a potion, the charges of a ring, the pieces and the set of an armour.
/// </summary>
public sealed partial class ItemFamilies
{
    private const int Most = 12;

    // The game numbers items that came together in a row. A first word that more items share, such as Bandos, joins only those.
    private const int NearIds = 40;

    // Shorter first words, such as Old and Red, say nothing.
    private const int ShortestWord = 4;

    private readonly ILookup<string, Item> byBase;
    private readonly ILookup<string, Item> byTwoWords;
    private readonly ILookup<string, Item> byFirstWord;

    /// <param name="items">Those that are no longer traded belong to no family.</param>
    public ItemFamilies(IEnumerable<Item> items)
    {
        var traded = items.Where(item => item.DelistedAt is null).ToList();
        byBase = Group(traded, BaseOf);
        byTwoWords = Group(traded, item => WordsOf(item) is [var first, var second, ..] ? $"{first} {second}" : null);
        byFirstWord = Group(traded, FirstWordOf);
    }

    /// <summary>
    /// The family of an item without the item, at most twelve: first those whose names differ in what stands in brackets behind them, then
    /// those that share the first words. Each part is in the order of names and numbers.
    /// </summary>
    public IReadOnlyList<Item> Of(Item item)
    {
        var variants = InOrder(byBase[BaseOf(item)].Where(other => other.ItemId != item.ItemId).Take(Most)).ToList();
        return [.. variants, .. InOrder(Relatives(item).Take(Most - variants.Count))];
    }

    // The nearest first.
    private IEnumerable<Item> Relatives(Item item)
    {
        if (FirstWordOf(item) is not { } word)
        {
            return [];
        }

        var sharing = byFirstWord[word].Where(other => BaseOf(other) != BaseOf(item)).ToList();
        var closest = byTwoWords[string.Join(' ', WordsOf(item).Take(2))].Select(other => other.ItemId).ToHashSet();
        return sharing
            .Where(other => sharing.Count <= Most || closest.Contains(other.ItemId) || Distance(other) <= NearIds)
            .OrderByDescending(other => closest.Contains(other.ItemId))
            .ThenBy(Distance);

        int Distance(Item other) => Math.Abs(other.ItemId - item.ItemId);
    }

    private static ILookup<string, Item> Group(IReadOnlyList<Item> items, Func<Item, string?> keyOf) =>
        items.Where(item => keyOf(item) is not null).ToLookup(item => keyOf(item)!, StringComparer.Ordinal);

    private static string BaseOf(Item item) => Suffix().Replace(item.Name.ToLowerInvariant(), "");

    private static string[] WordsOf(Item item) => BaseOf(item).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    // Ring of dueling and Ring of life have nothing in common but that they are rings.
    private static string? FirstWordOf(Item item) =>
        WordsOf(item) is [var first, var second, ..] && second != "of" && first.Length >= ShortestWord ? first : null;

    private static IEnumerable<Item> InOrder(IEnumerable<Item> items) => items.OrderBy(NumberedName, StringComparer.Ordinal);

    // With numbers of one length, so that 12 comes after 8.
    private static string NumberedName(Item item) => Number().Replace(item.Name.ToLowerInvariant(), number => number.Value.PadLeft(6, '0'));

    /// <summary>What distinguishes the variants of an item: "(4)", "(p++)", and the condition of an armour, " 0".</summary>
    [GeneratedRegex(@"\s*\([^)]*\)$|\s+\d+$")]
    private static partial Regex Suffix();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Number();
}
