namespace PriceStream.Web.Prices;

/// <summary>One rule of the Grand Exchange tax, in force until the next one starts.</summary>
/// <param name="From">When it starts, in UTC.</param>
/// <param name="Percent">The rate in percent.</param>
/// <param name="Divisor">The tax is the price divided by this, rounded down; null where the rate is no such fraction.</param>
/// <param name="Cap">The most that one item can be taxed, in gp.</param>
/// <param name="Exempt">The ids of the items without tax, ascending.</param>
/// <param name="Source">Where the rule is published.</param>
/// <param name="Checked">The day on which the rule was last compared with the game's; null when that is not known.</param>
public sealed record TaxRuleJson(
    DateTime From, decimal Percent, int? Divisor, long Cap, IReadOnlyList<int> Exempt, string Source, DateOnly? Checked)
{
    public static TaxRuleJson Of(TaxRule rule) => new(
        rule.From.UtcDateTime, rule.Percent, rule.Divisor, rule.Cap, [.. rule.Exempt.Order()], rule.Source, rule.Checked);
}
