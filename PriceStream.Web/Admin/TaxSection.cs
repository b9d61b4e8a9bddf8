using PriceStream.Web.Prices;

namespace PriceStream.Web.Admin;

/// <summary>The tax in force, and the rules that the administrator has added.</summary>
public sealed class TaxSection(GeTax tax)
{
    public IReadOnlyList<AdminFact> Facts() =>
    [
        new("In force", Describe(tax.Now)),
        .. tax.Further.Select(rule => new AdminFact("From Tax__File", Describe(rule))),
        .. tax.Further.Count == 0 ? [new AdminFact("From Tax__File", "no further rules")] : (AdminFact[])[],
    ];

    private static string Describe(TaxRule rule)
    {
        if (rule == TaxRule.None)
        {
            return "no tax";
        }

        var cap = AdminText.Number(rule.Cap);
        return $"{rule.Percent} % since {AdminText.Time(rule.From)} UTC, at most {cap} gp, {rule.Exempt.Count} items exempt";
    }
}
