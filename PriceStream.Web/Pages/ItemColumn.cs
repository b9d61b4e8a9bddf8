using PriceStream.Web.Market;

namespace PriceStream.Web.Pages;

/// <summary>A column of the items table.</summary>
/// <param name="Sort">The sort that a click on its header selects.</param>
/// <param name="Name">The header.</param>
/// <param name="Label">The short name beside a value on narrow screens, where the table has no header.</param>
/// <param name="Cell">Returns an item's cell as HTML.</param>
/// <param name="Class">The cell's CSS class; null for none.</param>
public sealed record ItemColumn(ItemSort Sort, string Name, string Label, Func<ListedItem, string> Cell, string? Class = null);
