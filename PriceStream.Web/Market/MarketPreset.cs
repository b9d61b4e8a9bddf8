namespace PriceStream.Web.Market;

/// <summary>A list that many want, by name. It is nothing but parameters: one beside it in the address replaces its own.</summary>
/// <param name="Columns">The columns that it is about, beside name, high and low.</param>
public sealed record MarketPreset(string Key, string Title, ItemQuery Query, IReadOnlyList<string> Columns)
{
    public static readonly MarketPreset Everything = new("all", "All", new() { Sort = MarketColumns.ByName }, ["margin", "limit", "traded"]);

    public static readonly IReadOnlyList<MarketPreset> All =
    [
        new("popular", "Popular", new() { Sort = "value_24h" }, ["margin", "change_24h", "value_24h"]),
        Everything,
        new(
            "flipping",
            "Flipping",
            new() { MaxAge = TimeSpan.FromHours(1), MinThin = 100, MinMargin = 1, Sort = "reach", Basis = FiveMinutes },
            ["margin", "roi", "limit", "reach", "vol_24h"]),
        new(
            "alch",
            "Alchemy",
            new() { MaxAge = TimeSpan.FromHours(1), MinThin = 50, MinAlchProfit = 1, Sort = "alch_profit", Basis = FiveMinutes },
            ["alch", "alch_profit", "limit", "vol_24h"]),
        new("movers", "Movers", new() { MinVolume = 500, MinPrice = 100, Sort = "move" }, ["change_24h", "change_7d", "vol_24h"]),
        new(
            "big",
            "Big",
            new() { MinPrice = 10_000_000, MinThin = 5, Sort = "margin", Basis = FiveMinutes },
            ["margin", "roi", "age", "vol_24h"]),
    ];

    private const string FiveMinutes = "5m";

    /// <summary>Null for an unknown key.</summary>
    public static MarketPreset? Find(string? key) => All.FirstOrDefault(preset => preset.Key == key);
}
