using System.Globalization;
using System.Text.Json.Nodes;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Market;

/// <summary>The market of recorded prices, on the page and in the API, against a reference that reads the same answers.</summary>
[Collection(nameof(RecordedSite))]
public sealed class RecordedMarketTests(RecordedSite site)
{
    private const int PageSize = 200;

    [Theory]
    [InlineData("last")]
    [InlineData("5m")]
    public async Task Every_column_of_every_item_follows_its_formula(string basis)
    {
        var market = await ReadMarketAsync();
        var rows = await ListAsync($"basis={basis}&sort=name");

        Assert.Equal(market.Ids.Count(), rows.Count);
        Assert.All(rows, row =>
        {
            var id = (int)row["item_id"]!;
            Assert.Equal((id, market.NameOf(id)), (id, (string)row["name"]!));
            Assert.Equal(market.Of(id, isAveraged: basis == "5m"), MarketOracleTests.Flat((JsonObject)row["stats"]!));
        });
        Assert.True(rows.Count(row => row["stats"]!["change_24h"] is not null) > 1000, "hardly any item has a change");
    }

    [Theory]
    [InlineData("popular", "sort=value_24h")]
    [InlineData("all", "sort=name")]
    [InlineData("flipping", "max_age=60m&min_thin=100&min_margin=1&sort=reach&basis=5m")]
    [InlineData("alch", "max_age=60m&min_thin=50&min_alch_profit=1&sort=alch_profit&basis=5m")]
    [InlineData("movers", "min_volume=500&min_price=100&sort=move")]
    [InlineData("big", "min_price=10000000&min_thin=5&sort=margin&basis=5m")]
    public async Task Every_preset_has_the_order_of_the_reference(string preset, string parameters)
    {
        var expected = MarketQuery.Parse(parameters).FoundIn(await ReadMarketAsync()).ToList();

        Assert.NotEmpty(expected);
        Assert.Equal(expected, (await ListAsync($"preset={preset}")).Select(row => (int)row["item_id"]!));
        Assert.Equal(expected.Take(PageSize), MarketPageTests.Ids(await site.App.GetPageAsync($"?preset={preset}&page_size={PageSize}")));
    }

    [Fact]
    public async Task Two_hundred_generated_queries_find_the_same_on_the_page_in_the_api_and_in_the_reference()
    {
        var market = await ReadMarketAsync();
        var random = new Random(28);
        var lengths = new HashSet<int>();
        for (var number = 0; number < 200; number++)
        {
            var query = MarketQuery.Generate(random, largest: (int)Math.Pow(10, random.Next(2, 7)));
            var found = query.FoundIn(market).ToList();
            lengths.Add(found.Count);
            var page = random.Next(1, found.Count / PageSize + 2);
            var address = $"{query.Url}&page_size={PageSize}&page={page}";
            var expected = $"{address}: {found.Count}: {string.Join(' ', found.Skip((page - 1) * PageSize).Take(PageSize))}";

            var answer = await site.App.GetJsonAsync($"api/v1/items?{address}");
            var listed = answer["data"]!.AsArray().Select(row => (int)row!["item_id"]!);
            Assert.Equal(expected, $"{address}: {(int)answer["meta"]!["total"]!}: {string.Join(' ', listed)}");
            var drawn = MarketPageTests.Ids(await site.App.GetPageAsync($"?{address}"));
            Assert.Equal(expected, $"{address}: {found.Count}: {string.Join(' ', drawn)}");
        }

        Assert.True(lengths.Count > 50, "the queries hardly differ in what they find");
    }

    private async Task<MarketReference> ReadMarketAsync()
    {
        await site.StartAsync();
        return await site.ReadMarketAsync();
    }

    // All pages.
    private async Task<List<JsonNode>> ListAsync(string query)
    {
        var rows = new List<JsonNode>();
        for (var page = 1; page == 1 || rows.Count == (page - 1) * PageSize; page++)
        {
            var address = string.Create(CultureInfo.InvariantCulture, $"api/v1/items?{query}&page_size={PageSize}&page={page}");
            rows.AddRange((await site.App.GetJsonAsync(address))["data"]!.AsArray().Select(row => row!));
        }

        return rows;
    }
}
