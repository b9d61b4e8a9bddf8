namespace PriceStream.Web.Market;

/// <summary>A list that many want, by name. It is nothing but parameters: one beside it in the address replaces its own.</summary>
/// <param name="Key">Names it in requests.</param>
/// <param name="Title">Its tab on the page.</param>
/// <param name="About">What it shows, in a sentence.</param>
/// <param name="Query">Its filters, sort and basis.</param>
/// <param name="Columns">The keys of its columns after name, instant-buy and instant-sell.</param>
/// <param name="Leading">The two columns that it is about.</param>
public sealed record MarketPreset(
    string Key, string Title, string About, ItemQuery Query, IReadOnlyList<string> Columns, IReadOnlyList<string> Leading)
{
    private static readonly string[] First = ["high", "low"];

    public static readonly MarketPreset Popular = new(
        "popular", "Popular", "What is traded most, by value, in 24 hours.",
        new() { Sort = "value_24h" },
        ["margin", "change_24h", "value_24h", "spark"], ["change_24h", "value_24h"]);

    public static readonly MarketPreset Everything = new(
        "all", "All", "Every item, by name.",
        new() { Sort = MarketColumns.ByName },
        ["margin", "limit", "traded"], ["high", "low"]);

    public static readonly MarketPreset Flipping = new(
        "flipping", "Flipping", "What one buy limit can earn within four hours, for items that trade on both sides.",
        new() { MaxAge = AnHour, MinThin = 100, MinMargin = 1, Sort = "reach", Basis = ItemQuery.FiveMinutes },
        ["margin", "roi", "limit", "reach", "vol_24h", "spark"], ["margin", "reach"]);

    /// <summary>On the page, the reader's own list; in the API, the ids of the request.</summary>
    public static readonly MarketPreset Watch = new(
        "watch", "Watchlist", "The items that you have starred, in your own order.", new(), Flipping.Columns, Flipping.Leading);

    public static readonly IReadOnlyList<MarketPreset> All =
    [
        Popular,
        Watch,
        Flipping,
        new(
            "alch", "Alchemy", "What High Level Alchemy earns at the live price of a nature rune.",
            new() { MaxAge = AnHour, MinThin = 50, MinAlchProfit = 1, Sort = "alch_profit", Basis = ItemQuery.FiveMinutes },
            ["alch", "alch_profit", "limit", "vol_24h"], ["alch_profit", "limit"]),
        new(
            "movers", "Movers", "What has risen or fallen most in 24 hours.",
            new() { MinVolume = 500, MinPrice = 100, Sort = "move" },
            ["change_24h", "change_7d", "vol_24h", "spark"], ["change_24h", "change_7d"]),
        new(
            "big", "Expensive", "The largest margins on items from 10 million gp.",
            new() { MinPrice = 10_000_000, MinThin = 5, Sort = "margin", Basis = ItemQuery.FiveMinutes },
            ["margin", "roi", "age", "vol_24h"], ["margin", "roi"]),
        Everything,
    ];

    /// <summary>The keys of all of its columns but the name.</summary>
    public IReadOnlyList<string> AllColumns { get; } = [.. First, .. Columns];

    private static TimeSpan AnHour => TimeSpan.FromHours(1);

    /// <summary>Null for an unknown key.</summary>
    public static MarketPreset? Find(string? key) => All.FirstOrDefault(preset => preset.Key == key);
}
