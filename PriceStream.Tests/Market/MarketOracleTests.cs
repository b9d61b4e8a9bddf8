using System.Net;
using System.Text.Json.Nodes;
using PriceStream.Web.Market;

namespace PriceStream.Tests.Market;

/// <summary>Every column of a generated market, through the API, against a reference that calculates it window by window.</summary>
public sealed class MarketOracleTests(MarketSite site) : IClassFixture<MarketSite>
{
    private const int Items = MarketSite.Items;

    [Fact]
    public async Task Every_column_of_every_item_follows_its_formula()
    {
        var rows = await ListAsync("page_size=200");

        Assert.Equal(Items + 1, rows.Count);
        Assert.All(rows, row => Assert.Equal(site.Market.Of((int)row["item_id"]!), Flat((JsonObject)row["stats"]!)));
        Assert.Contains(rows, row => row["stats"]!["change_7d"] is not null);
        Assert.Contains(rows, row => row["stats"]!["spark"] is null);
    }

    [Theory]
    [InlineData("margin")]
    [InlineData("roi")]
    [InlineData("limit_profit")]
    [InlineData("reach")]
    [InlineData("tax")]
    [InlineData("age")]
    [InlineData("vol_1h")]
    [InlineData("vol_24h")]
    [InlineData("thin_24h")]
    [InlineData("value_24h")]
    [InlineData("avg_24h")]
    [InlineData("change_24h")]
    [InlineData("change_7d")]
    [InlineData("move")]
    [InlineData("alch")]
    [InlineData("alch_profit")]
    public async Task A_list_is_sorted_by_any_column_largest_first_unless_asked_and_items_without_a_value_come_last(string column)
    {
        var down = (await ListAsync($"page_size=200&sort={column}")).Select(row => (decimal?)row["stats"]![column]).ToList();
        var up = (await ListAsync($"page_size=200&sort={column}&order=asc")).Select(row => (decimal?)row["stats"]![column]).ToList();

        Assert.Equal(down.OrderBy(value => value is null).ThenByDescending(value => value), down);
        Assert.Equal(up.OrderBy(value => value is null).ThenBy(value => value), up);
        Assert.True(down.Distinct().Count() > 3, "the column has hardly any values");
    }

    [Theory]
    [InlineData("min_price=500", "low", 500, true)]
    [InlineData("max_price=0.5k", "low", 500, false)]
    [InlineData("min_margin=10", "margin", 10, true)]
    [InlineData("min_roi=2.5%25", "roi", 2.5, true)]
    [InlineData("max_roi=2.5", "roi", 2.5, false)]
    [InlineData("min_volume=2k", "vol_24h", 2000, true)]
    [InlineData("min_thin=1,000", "thin_24h", 1000, true)]
    [InlineData("min_reach=1k", "reach", 1000, true)]
    [InlineData("min_limit=500", "limit", 500, true)]
    [InlineData("max_age=15m", "age", 900, false)]
    [InlineData("min_change=-5", "change_24h", -5, true)]
    [InlineData("max_change=5", "change_24h", 5, false)]
    [InlineData("min_alch_profit=100", "alch_profit", 100, true)]
    public async Task A_filter_lets_through_exactly_the_items_within_its_limit(string filter, string column, decimal limit, bool isMinimum)
    {
        bool Passes(JsonNode row) =>
            ((decimal?)row["stats"]![column] ?? Fallback(row, column)) is { } value && (isMinimum ? value >= limit : value <= limit);

        var all = await ListAsync("page_size=200&sort=name");
        var answer = await site.App.GetJsonAsync($"api/v1/items?page_size=200&{filter}&sort=name");

        var expected = all.Where(Passes).Select(row => (int)row["item_id"]!).ToList();
        Assert.InRange(expected.Count, 1, Items);
        Assert.Equal(expected, answer["data"]!.AsArray().Select(row => (int)row!["item_id"]!));
        var matched = Assert.Single(answer["meta"]!["matched_by"]!.AsArray())!;
        Assert.Equal(
            (filter.Split('=')[0], limit, expected.Count),
            ((string)matched["filter"]!, (decimal)matched["value"]!, (int)matched["matched"]!));
        Assert.Equal(Items + 1, (int)answer["meta"]!["catalogue"]!);
    }

    [Theory]
    [InlineData("popular", "sort=value_24h")]
    [InlineData("all", "sort=name")]
    [InlineData("flipping", "max_age=60m&min_thin=100&min_margin=1&sort=reach&basis=5m")]
    [InlineData("alch", "max_age=60m&min_thin=50&min_alch_profit=1&sort=alch_profit&basis=5m")]
    [InlineData("movers", "min_volume=500&min_price=100&sort=move")]
    [InlineData("big", "min_price=10m&min_thin=5&sort=margin&basis=5m")]
    public async Task A_preset_is_nothing_but_its_parameters(string preset, string parameters)
    {
        var named = await site.App.GetJsonAsync($"api/v1/items?preset={preset}");
        Assert.Equal((await site.App.GetJsonAsync($"api/v1/items?{parameters}")).ToJsonString(), named.ToJsonString());
    }

    [Fact]
    public async Task A_parameter_beside_a_preset_replaces_its_own()
    {
        var changed = await site.App.GetJsonAsync("api/v1/items?preset=movers&min_volume=2k&sort=low&order=asc");
        Assert.Equal(
            (await site.App.GetJsonAsync("api/v1/items?min_volume=2000&min_price=100&sort=low&order=asc")).ToJsonString(),
            changed.ToJsonString());
    }

    [Fact]
    public async Task A_page_has_the_formula_of_every_column()
    {
        var address = new Uri("columns", UriKind.Relative);
        var page = WebUtility.HtmlDecode(await site.App.Http.GetStringAsync(address, TestContext.Current.CancellationToken));

        Assert.All(MarketColumns.All, column => Assert.Contains(
            $"<th scope=\"row\">{column.Title}</th><td><code>{column.Key}</code></td><td>{column.Formula}</td>",
            page,
            StringComparison.Ordinal));
    }

    // Without an instant-sell price, the price is instant-buy.
    private static decimal? Fallback(JsonNode row, string column) => column == "low" ? (decimal?)row["stats"]!["high"] : null;

    private async Task<List<JsonNode>> ListAsync(string query) =>
        [.. (await site.App.GetJsonAsync("api/v1/items?" + query))["data"]!.AsArray().Select(row => row!)];

    internal static SortedDictionary<string, string> Flat(JsonObject stats) =>
        new(stats.ToDictionary(field => field.Key, field => field.Value?.ToJsonString() ?? "null"), StringComparer.Ordinal);
}
