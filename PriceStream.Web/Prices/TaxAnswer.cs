namespace PriceStream.Web.Prices;

/// <summary>The Grand Exchange tax.</summary>
/// <param name="Data">The rules, or the tax of one sale.</param>
public sealed record TaxAnswer(TaxJson Data);
