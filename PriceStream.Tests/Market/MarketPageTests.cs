using System.Globalization;
using AngleSharp.Dom;
using PriceStream.Tests.Support;
using PriceStream.Web.Market;

namespace PriceStream.Tests.Market;

/// <summary>The page, the API and the reference list the same items in the same order, with the same values.</summary>
public sealed class MarketPageTests(MarketSite site) : IClassFixture<MarketSite>
{
    [Fact]
    public async Task Two_hundred_generated_queries_find_the_same_on_the_page_in_the_api_and_in_the_reference()
    {
        var random = new Random(14);
        var lengths = new HashSet<int>();
        for (var number = 0; number < 200; number++)
        {
            var query = MarketQuery.Generate(random);
            var found = query.FoundIn(site.Market).ToList();
            var expected = $"{query.Url}: {string.Join(' ', found)}";
            lengths.Add(found.Count);

            Assert.Equal(expected, $"{query.Url}: {string.Join(' ', await ListAsync(query.Url))}");
            var page = await site.App.GetPageAsync($"?page_size=200&{query.Url}");
            Assert.Equal(expected, $"{query.Url}: {string.Join(' ', Ids(page))}");
        }

        Assert.True(lengths.Count > 20, "the queries hardly differ in what they find");
    }

    [Theory]
    [InlineData("popular", "sort=value_24h")]
    [InlineData("all", "sort=name")]
    [InlineData("flipping", "max_age=60m&min_thin=100&min_margin=1&sort=reach&basis=5m")]
    [InlineData("alch", "max_age=60m&min_thin=50&min_alch_profit=1&sort=alch_profit&basis=5m")]
    [InlineData("movers", "min_volume=500&min_price=100&sort=move")]
    [InlineData("big", "min_price=10000000&min_thin=5&sort=margin&basis=5m")]
    public async Task A_preset_has_the_order_of_the_reference_and_every_cell_its_value(string preset, string parameters)
    {
        var query = MarketQuery.Parse(parameters);
        var columns = MarketColumns.All.Where(column => column.Unit is not (ColumnUnit.Name or ColumnUnit.Curve)).ToList();
        var keys = string.Join(',', columns.Select(column => column.Key));
        var page = await site.App.GetPageAsync($"?preset={preset}&page_size=200&cols={keys},spark");

        Assert.Equal(query.FoundIn(site.Market), Ids(page));
        Assert.Equal("true", page.QuerySelector("nav[aria-label=Presets] a[aria-current]")!.GetAttribute("aria-current"));
        foreach (var id in Ids(page))
        {
            var stats = site.Market.Of(id, isAveraged: parameters.Contains("5m", StringComparison.Ordinal));
            Assert.All(columns, column => Assert.Equal(
                (id, column.Key, ValueOf(stats, column)), (id, column.Key, CellOf(page, id, column.Key))));
            Assert.Equal(stats["spark"] != "null", page.QuerySelector($"#p-{id} svg.spark") is not null);
        }
    }

    internal static List<int> Ids(IDocument page) =>
        [.. page.QuerySelectorAll("[data-testid=item-row]").Select(row => int.Parse(row.Id![2..], CultureInfo.InvariantCulture))];

    private static string? CellOf(IDocument page, int id, string key) =>
        page.QuerySelector($"[data-item='{id}'][data-field={key}]")!.GetAttribute("data-value");

    // In the unit of the cell.
    private static string ValueOf(SortedDictionary<string, string> stats, MarketColumn column)
    {
        if (stats[column.Key] == "null")
        {
            return "";
        }

        return column.Unit switch
        {
            ColumnUnit.Time => $"{DateTimeOffset.Parse(stats[column.Key].Trim('"'), CultureInfo.InvariantCulture).ToUnixTimeSeconds()}",
            ColumnUnit.Percent => $"{MarketQuery.NumberOf(stats, column.Key) * 100:0}",
            _ => stats[column.Key],
        };
    }

    private async Task<List<int>> ListAsync(string query) =>
    [
        .. (await site.App.GetJsonAsync($"api/v1/items?page_size=200&{query}"))["data"]!.AsArray().Select(row => (int)row!["item_id"]!),
    ];
}
