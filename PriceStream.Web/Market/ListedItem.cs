using PriceStream.Web.Data;

namespace PriceStream.Web.Market;

/// <summary>An item with its newest stored price; null while it has none.</summary>
public sealed record ListedItem(ItemRow Item, LatestPriceRow? Price);
