namespace PriceStream.Web.Prices;

/// <summary>The rules of the tax, or the tax of one sale. It has only the fields that answer the call.</summary>
/// <param name="Rules">Every rule, oldest first; absent for one sale. Before the first rule there was no tax.</param>
/// <param name="ItemId">The item sold; null for any taxed item.</param>
/// <param name="At">The time of the sale, in UTC.</param>
/// <param name="Price">The price asked about, in gp.</param>
/// <param name="Net">What the seller keeps of the price or, where that was asked about, wants to keep; in gp.</param>
/// <param name="Ask">The lowest price of which the seller keeps at least net, in gp.</param>
/// <param name="Tax">The tax on the price or on the ask, in gp.</param>
public sealed record TaxJson(
    IReadOnlyList<TaxRuleJson>? Rules = null,
    int? ItemId = null,
    DateTime? At = null,
    long? Price = null,
    long? Net = null,
    long? Ask = null,
    long? Tax = null)
{
    public static TaxJson OfRules(IEnumerable<TaxRule> rules) => new([.. rules.Select(TaxRuleJson.Of)]);

    public static TaxJson OfPrice(TaxRule rule, int? itemId, DateTimeOffset at, long price)
    {
        var tax = rule.Tax(itemId, price);
        return new(ItemId: itemId, At: at.UtcDateTime, Price: price, Tax: tax, Net: price - tax);
    }

    public static TaxJson OfNet(TaxRule rule, int? itemId, DateTimeOffset at, long net)
    {
        var ask = rule.Ask(itemId, net);
        return new(ItemId: itemId, At: at.UtcDateTime, Net: net, Ask: ask, Tax: rule.Tax(itemId, ask));
    }
}
