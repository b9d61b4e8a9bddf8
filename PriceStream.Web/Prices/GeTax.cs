namespace PriceStream.Web.Prices;

/// <summary>
/// The Grand Exchange tax, and the margin that is left after it. All amounts are gp.
/// Source: https://oldschool.runescape.wiki/w/Grand_Exchange#Tax
/// </summary>
public static class GeTax
{
    /// <summary>The tax is 2 % of the selling price: one fiftieth.</summary>
    private const long Divisor = 50;

    /// <summary>The most that a single item can be taxed.</summary>
    private const long Cap = 5_000_000;

    /// <summary>The tax on one item sold at <paramref name="high"/>, rounded down.</summary>
    public static long TaxOn(long high) => Math.Min(high / Divisor, Cap);

    /// <summary>high − low − tax on high; null while a side is missing.</summary>
    public static long? MarginOf(long? high, long? low) => high - low - (high is { } sold ? TaxOn(sold) : null);
}
