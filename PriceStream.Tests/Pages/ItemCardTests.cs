using System.Globalization;
using AngleSharp.Dom;
using PriceStream.Tests.Market;
using PriceStream.Tests.Support;
using PriceStream.Web.Market;

namespace PriceStream.Tests.Pages;

/// <summary>The cards of an item's page have what the API has.</summary>
public sealed class ItemCardTests(MarketSite site) : IClassFixture<MarketSite>
{
    private static readonly string[] Columns =
    [
        "high", "low", "margin", "age", "roi", "limit_profit", "reach", "tax", "limit", "alch", "alch_profit",
        "vol_1h", "vol_24h", "thin_24h", "value_24h", "change_24h", "change_7d", "avg_24h",
    ];

    [Fact]
    public async Task Every_cell_has_the_exact_value_of_the_stats_in_the_API()
    {
        for (var id = 1000; id < 1000 + MarketSite.Items; id++)
        {
            var page = await site.App.GetPageAsync($"items/{id}");
            var stats = (await site.App.GetJsonAsync($"api/v1/items/{id}"))["data"]!["stats"]!;
            foreach (var key in Columns)
            {
                var cell = Assert.Single(page.QuerySelectorAll($"#p-{id} [data-item='{id}'][data-field='{key}']"));
                var value = (decimal?)stats[key] * (MarketColumns.Of(key).Unit == ColumnUnit.Percent ? 100 : 1);
                Assert.Equal(value?.ToString("0", CultureInfo.InvariantCulture) ?? "", cell.GetAttribute("data-value"));
            }

            Assert.Equal("120", page.QuerySelector("[data-field=nature]")!.GetAttribute("data-value"));
            Assert.Equal(stats["spark"] is not null, page.QuerySelector(".cards .spark") is not null);
        }
    }

    [Fact]
    public async Task Every_label_is_the_title_of_its_column_and_explains_the_formula()
    {
        var page = await site.App.GetPageAsync("items/1039");

        var labels = page.QuerySelectorAll(".cards dt").Select(label => (Text(label), label.GetAttribute("title"))).ToList();
        var columns = Columns.Except(["age"]).Append("spark").Select(MarketColumns.Of);
        Assert.Empty(columns.Select(column => (column.Title, (string?)column.Formula)).Except(labels));
        Assert.Equal(["Alchemy", "Volume", "Change"], page.QuerySelectorAll(".cards h2").Select(Text));
    }

    [Fact]
    public async Task What_the_page_asks_for_after_a_poll_are_its_cells_that_no_stream_sends()
    {
        var page = await site.App.GetPageAsync("items/1039");
        var answer = await site.App.GetPageAsync(page.QuerySelector("#cells")!.GetAttribute("hx-get")!);

        var partial = Assert.Single(answer.QuerySelectorAll("hx-partial"));
        Assert.Equal("#p-1039", partial.GetAttribute("hx-target"));
        var asked = Columns.Except(["high", "low", "margin", "age"]).Append("nature").Order();
        Assert.Equal(asked, partial.Children.Select(cell => cell.GetAttribute("data-field")).Order());
        Assert.All(partial.Children, cell =>
            Assert.Equal(cell.OuterHtml, page.QuerySelector($"#p-1039 [data-field='{cell.GetAttribute("data-field")}']")!.OuterHtml));
    }

    [Fact]
    public async Task A_price_of_which_instant_sell_is_above_instant_buy_is_marked_and_the_margin_has_its_age()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        app.Upstream.Set(4151, 1_480_000, FakeUpstream.Start + 51, 1_510_000, FakeUpstream.Start + 51);
        await app.PollAsync();

        var page = await app.GetPageAsync("items/4151");
        Assert.Equal("crossed", page.QuerySelector(".card.low .crossed")!.TextContent);
        Assert.EndsWith(" old", page.QuerySelector(".card.flip time[data-field=age]")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("[aria-label='Related items']"));
    }

    [Fact]
    public async Task Related_items_are_links()
    {
        var links = (await site.App.GetPageAsync("items/1000")).QuerySelectorAll("nav[aria-label='Related items'] a");

        Assert.Equal(12, links.Length);
        Assert.Contains("items/1001/item-1001", links.Select(link => link.GetAttribute("href")));
    }

    // A chart that shows the little that is known would look as if it were everything.
    [Theory]
    [InlineData("1y", "21 May 2024 08:0")]
    [InlineData("7d", "14 May 2025 08:0")]
    [InlineData("all", "21 May 2025 0")]
    public async Task The_drawing_of_a_short_history_keeps_the_axis_of_its_period(string period, string from)
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        var ends = (await app.GetPageAsync($"items/4151?period={period}")).QuerySelectorAll(".ends .from, .ends .to");

        Assert.StartsWith(from, ends[0].TextContent, StringComparison.Ordinal);
        Assert.All(ends, end => Assert.EndsWith(" UTC", end.TextContent, StringComparison.Ordinal));
    }

    private static string Text(IElement element) => element.TextContent.Trim();
}
