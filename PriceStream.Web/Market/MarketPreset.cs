namespace PriceStream.Web.Market;

/// <summary>A list that many want, by name. It is nothing but parameters: one beside it in the address replaces its own.</summary>
public sealed record MarketPreset(string Key, ItemQuery Query)
{
    public static readonly IReadOnlyList<MarketPreset> All =
    [
        new("popular", new() { Sort = "value_24h" }),
        new("all", new() { Sort = MarketColumns.ByName }),
        new("flipping", new() { MaxAge = AnHour, MinThin = 100, MinMargin = 1, Sort = "reach", Basis = ItemQuery.FiveMinutes }),
        new("alch", new() { MaxAge = AnHour, MinThin = 50, MinAlchProfit = 1, Sort = "alch_profit", Basis = ItemQuery.FiveMinutes }),
        new("movers", new() { MinVolume = 500, MinPrice = 100, Sort = "move" }),
        new("big", new() { MinPrice = 10_000_000, MinThin = 5, Sort = "margin", Basis = ItemQuery.FiveMinutes }),
    ];

    private static TimeSpan AnHour => TimeSpan.FromHours(1);

    /// <summary>Null for an unknown key.</summary>
    public static MarketPreset? Find(string? key) => All.FirstOrDefault(preset => preset.Key == key);
}
