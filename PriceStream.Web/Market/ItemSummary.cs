using PriceStream.Web.Prices;

namespace PriceStream.Web.Market;

/// <summary>An item's prices in a few words, for feeds and for links in chats.</summary>
public static class ItemSummary
{
    /// <summary>The name with the price and its change.</summary>
    public static string TitleOf(ListedItem item) =>
        $"{item.Item.Name}: {Gp(item.Price?.Low ?? item.Price?.High) ?? "no price"}{Suffix(item.Trades.Change24h)}";

    /// <summary>Both prices, the margin and the change.</summary>
    public static string TextOf(ListedItem item, MarketView view) => string.Join(
        " · ",
        $"Instant-buy {Gp(item.Price?.High) ?? "not known"}",
        $"instant-sell {Gp(item.Price?.Low) ?? "not known"}",
        $"margin {Gp(MarketValues.MarginOf(item, view)) ?? "not known"}",
        $"change in 24 hours {Percent(item.Trades.Change24h) ?? "not known"}");

    private static string Suffix(long? change) => Percent(change) is { } percent ? $" ({percent})" : "";

    private static string? Gp(long? amount) => amount is null ? null : $"{PriceText.Of(amount)} gp";

    private static string? Percent(long? hundredths) => hundredths is null ? null : PriceText.Change(hundredths);
}
