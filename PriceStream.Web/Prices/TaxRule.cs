using System.Collections.Frozen;

namespace PriceStream.Web.Prices;

/// <summary>One rule of the Grand Exchange tax, in force from its start until the next rule starts. All amounts are whole gp.</summary>
/// <param name="From">When it starts, in UTC.</param>
/// <param name="BasisPoints">The rate in hundredths of a percent: 200 is 2 %.</param>
/// <param name="Cap">The most that one item can be taxed.</param>
/// <param name="Exempt">The ids of the items without tax. Names do not identify them: a potion has a name for each dose.</param>
/// <param name="Source">Where the rule is published.</param>
/// <param name="Checked">The day on which the rule was last compared with the game's; null when that is not known.</param>
public sealed record TaxRule(
    DateTimeOffset From, int BasisPoints, long Cap, FrozenSet<int> Exempt, string Source, DateOnly? Checked)
{
    private const int Whole = 10_000; // basis points

    /// <summary>No tax at all.</summary>
    public static readonly TaxRule None = new(DateTimeOffset.MinValue, BasisPoints: 0, Cap: 0, FrozenSet<int>.Empty, "", Checked: null);

    /// <summary>The rate in percent.</summary>
    public decimal Percent => BasisPoints / 100m;

    /// <summary>The tax is the price divided by this; null where the rate is not one part of a whole number of parts.</summary>
    public int? Divisor => BasisPoints > 0 && Whole % BasisPoints == 0 ? Whole / BasisPoints : null;

    /// <summary>The lowest price with a tax, because the tax is rounded down; null without a tax.</summary>
    public long? FirstTaxed => BasisPoints == 0 ? null : (Whole + BasisPoints - 1) / BasisPoints;

    /// <summary>The lowest price at which the cap is reached; null without a tax.</summary>
    public long? CappedFrom => BasisPoints == 0 ? null : (Cap * Whole + BasisPoints - 1) / BasisPoints;

    /// <summary>Whether the item has no tax; false for null, which stands for any taxed item.</summary>
    public bool IsExempt(int? itemId) => itemId is { } id && Exempt.Contains(id);

    /// <summary>Returns the tax on one item sold at a price, rounded down. The tax of an offer is this times its quantity.</summary>
    public long Tax(int? itemId, long price) => IsExempt(itemId) ? 0 : Math.Min(ShareOf(price, Whole), Cap);

    /// <summary>Returns what the seller keeps of a price.</summary>
    public long Net(int? itemId, long price) => price - Tax(itemId, price);

    /// <summary>Returns the lowest price of which the seller keeps at least <paramref name="net"/>.</summary>
    public long Ask(int? itemId, long net) =>
        IsExempt(itemId) || net <= 0 ? net : net + Math.Min(ShareOf(net - 1, Whole - BasisPoints), Cap);

    /// <summary>
    /// Returns the profit of buying one item at <paramref name="low"/> and selling it at <paramref name="high"/>; null while a side is
    /// missing, and for an item that cannot be sold again without a fee.
    /// </summary>
    public long? Margin(int itemId, long? high, long? low) =>
        high is { } sold && GeTax.ResellFeeOf(itemId) is null ? Net(itemId, sold) - low : null;

    // amount × BasisPoints ÷ parts, rounded down. The amount is split first, because the whole product could overflow.
    private long ShareOf(long amount, int parts) => amount / parts * BasisPoints + amount % parts * BasisPoints / parts;
}
