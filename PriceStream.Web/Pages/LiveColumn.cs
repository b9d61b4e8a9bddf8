using PriceStream.Web.Prices;

namespace PriceStream.Web.Pages;

/// <summary>A column whose values follow from an item's price, so that the stream replaces its cells.</summary>
/// <param name="Field">The cell's <c>data-field</c>.</param>
/// <param name="Of">Returns the value of a price under a rule of the tax: gp, or a Unix second; null for none.</param>
public sealed record LiveColumn(string Key, string Title, CellKind Cell, string Field, Func<Price, TaxRule, long?> Of)
    : ItemColumn(Key, Title, Cell, listed => new(listed.Price is { } price ? Of(price, listed.Tax) : null));
