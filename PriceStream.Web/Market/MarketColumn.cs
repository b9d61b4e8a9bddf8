namespace PriceStream.Web.Market;

/// <summary>A column of the market, by which it can be sorted.</summary>
/// <param name="Key">Names it in addresses and in the API.</param>
/// <param name="Formula">How its value is calculated, in words.</param>
/// <param name="Of">Returns an item's value: gp, pieces, seconds, a Unix second, or hundredths of a percent; null for unknown.</param>
public sealed record MarketColumn(string Key, string Title, string Formula, Func<ListedItem, MarketView, long?> Of);
