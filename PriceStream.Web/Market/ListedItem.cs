using PriceStream.Web.Items;
using PriceStream.Web.Prices;

namespace PriceStream.Web.Market;

/// <summary>An item with its newest price and the tax in force.</summary>
/// <param name="Price">Null while it has none.</param>
public sealed record ListedItem(Item Item, Price? Price, TaxRule Tax)
{
    /// <summary>The profit of flipping one item; null where there is none.</summary>
    public long? Margin => Price?.MarginUnder(Tax);
}
