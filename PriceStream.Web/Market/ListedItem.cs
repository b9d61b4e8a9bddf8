using PriceStream.Web.Items;
using PriceStream.Web.Prices;

namespace PriceStream.Web.Market;

/// <summary>An item with its newest price; null while it has none.</summary>
public sealed record ListedItem(Item Item, Price? Price);
