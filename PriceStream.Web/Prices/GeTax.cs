using System.Collections.Frozen;

namespace PriceStream.Web.Prices;

/// <summary>
/// The Grand Exchange tax by date: which rule is in force when, and which items are exempt. This file has every number of the tax, and
/// nothing else in the site does. The seller pays, on each item by itself. All amounts are gp.
/// </summary>
public sealed class GeTax
{
    // By item: the fee for making a bought one tradeable again.
    private static readonly FrozenDictionary<int, ResellFee> ResellFees = new Dictionary<int, ResellFee>
    {
        [13190] = new(10, "a bought bond pays 10 % before it can be sold again"), // Old school bond
    }.ToFrozenDictionary();

    private static readonly int[] ExemptFirst =
    [
        13190, // Old school bond
        1755, 5325, 1785, 2347, 1733, // chisel, gardening trowel, glassblowing pipe, hammer, needle
        233, 5341, 8794, 5329, 5343, // pestle and mortar, rake, saw, secateurs, seed dibber
        1735, 952, 5331, // shears, spade, watering can
    ];

    private static readonly int[] ExemptSince2025 =
    [
        882, 884, 886, // bronze, iron and steel arrow
        806, 807, 808, // bronze, iron and steel dart
        558, // mind rune
        365, 2309, 1891, 2140, 2142, // bass, bread, cake, cooked chicken, cooked meat
        347, 379, 355, 2327, 351, // herring, lobster, mackerel, meat pie, pike
        329, 315, 361, // salmon, shrimps, tuna
        3008, 3010, 3012, 3014, // energy potion with 4, 3, 2 and 1 doses
        3853, 2552, // games necklace(8), ring of dueling(8)
        8011, 8010, 28824, 8009, // teleports: Ardougne, Camelot, Civitas illa fortis, Falador
        28790, 8008, 8013, 8007, // teleports: Kourend castle, Lumbridge, to house, Varrock
    ];

    // The exempt items were last compared with the Old School RuneScape Wiki on this day.
    private static readonly DateOnly LastChecked = new(2026, 10, 7);

    /// <summary>The rules that this release knows, oldest first. Before the first one there was no tax.</summary>
    public static readonly IReadOnlyList<TaxRule> Known =
    [
        new(
            new DateTimeOffset(2021, 12, 9, 18, 0, 0, TimeSpan.Zero), // the day is certain, the hour is near
            BasisPoints: 100,
            Cap: 5_000_000,
            ExemptFirst.ToFrozenSet(),
            "https://secure.runescape.com/m=news/grand-exchange-tax--item-sink?oldschool=1",
            LastChecked),
        new(
            new DateTimeOffset(2025, 5, 29, 10, 30, 0, TimeSpan.Zero),
            BasisPoints: 200,
            Cap: 5_000_000,
            ExemptFirst.Concat(ExemptSince2025).ToFrozenSet(),
            "https://secure.runescape.com/m=news/yama-cas--more?oldschool=1",
            LastChecked),
    ];

    private readonly TimeProvider clock;

    /// <param name="further">Rules beyond the known ones. One that starts when a known rule starts replaces it.</param>
    /// <param name="clock">Decides which rule is <see cref="Now"/>.</param>
    public GeTax(IReadOnlyList<TaxRule> further, TimeProvider clock)
    {
        this.clock = clock;
        Further = further;
        Rules = [.. Known.ExceptBy(further.Select(rule => rule.From), rule => rule.From).Concat(further).OrderBy(rule => rule.From)];
    }

    /// <summary>Every rule, oldest first.</summary>
    public IReadOnlyList<TaxRule> Rules { get; }

    /// <summary>The rules that the administrator added.</summary>
    public IReadOnlyList<TaxRule> Further { get; }

    /// <summary>The rule in force.</summary>
    public TaxRule Now => At(clock.GetUtcNow());

    /// <summary>Returns the rule at a time; <see cref="TaxRule.None"/> before the first one.</summary>
    public TaxRule At(DateTimeOffset time) => At(time.ToUnixTimeSeconds());

    /// <summary>Returns the rule at a Unix second; <see cref="TaxRule.None"/> before the first one.</summary>
    public TaxRule At(long second)
    {
        for (var index = Rules.Count - 1; index >= 0; index--)
        {
            if (Rules[index].From.ToUnixTimeSeconds() <= second)
            {
                return Rules[index];
            }
        }

        return TaxRule.None;
    }

    /// <summary>Returns the margin under the rule at a Unix second, as <see cref="TaxRule.Margin"/> does.</summary>
    public long? MarginAt(int itemId, long second, long? high, long? low) => At(second).Margin(itemId, high, low);

    /// <summary>Returns the fee for making a bought item tradeable again; null for an item that stays tradeable.</summary>
    public static ResellFee? ResellFeeOf(int itemId) => ResellFees.GetValueOrDefault(itemId);
}
