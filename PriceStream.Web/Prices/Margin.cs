namespace PriceStream.Web.Prices;

/// <summary>What a flip keeps after the Grand Exchange tax. All amounts are gp.</summary>
public static class Margin
{
    private const long MaxTax = 5_000_000;

    /// <summary>2 % of the selling price rounded down, at most 5,000,000. Source: https://oldschool.runescape.wiki/w/Grand_Exchange#Tax</summary>
    public static long Tax(long high) => Math.Min(high / 50, MaxTax);

    /// <summary>high − low − tax on high; null while a side is missing.</summary>
    public static long? Of(long? high, long? low) => high - low - (high is { } sold ? Tax(sold) : null);
}
