using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;
using PriceStream.E2E.Pages;
using PriceStream.E2E.Support;
using PriceStream.Tests.Support;
using static PriceStream.E2E.Support.Items;

namespace PriceStream.E2E;

/// <summary>The market's presets, filters and columns, with and without script.</summary>
public sealed class MarketTests(BrowserFixture browser)
{
    private const long Start = FakeUpstream.Start;

    [Fact]
    public async Task Presets_filters_columns_and_sorting_work_without_JavaScript()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!, new() { JavaScriptEnabled = false });
        var page = new ItemsPage(tab);
        await page.OpenAsync();
        await tab.Page.GetByRole(AriaRole.Navigation, new() { Name = "Presets" }).GetByText("All", new() { Exact = true }).ClickAsync();
        await Expect(page.Column("Last trade")).ToBeVisibleAsync();

        await tab.Page.GetByText("Filters", new() { Exact = true }).ClickAsync();
        await tab.Page.GetByLabel("Price to").FillAsync("5kk");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Apply" }).ClickAsync();
        await Expect(tab.Page.GetByTestId("error-max_price")).ToContainTextAsync("must be an amount");
        await Expect(tab.Page.GetByLabel("Price to")).ToHaveValueAsync("5kk");
        await Expect(page.Rows).ToHaveCountAsync(3);

        await tab.Page.GetByLabel("Price to").FillAsync("10k");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Apply" }).ClickAsync();
        await Expect(page.Row(Whip)).ToHaveCountAsync(0);
        await Expect(page.Row(Cannonball)).ToHaveCountAsync(1);

        await tab.Page.GetByText("Columns", new() { Exact = true }).ClickAsync();
        await tab.Page.GetByLabel("ROI", new() { Exact = true }).CheckAsync();
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await page.SortByAsync("ROI");
        await Expect(page.Column("ROI")).ToHaveAttributeAsync("aria-sort", "descending");
        await Expect(page.Row(Whip)).ToHaveCountAsync(0); // the filter still holds

        await tab.Page.GetByTestId("chip-max_price").GetByRole(AriaRole.Link).ClickAsync();
        await Expect(page.Row(Whip)).ToHaveCountAsync(1);
        await Expect(page.Column("ROI")).ToHaveAttributeAsync("aria-sort", "descending");
    }

    [Fact]
    public async Task Rows_stay_while_their_cells_move_and_a_line_says_how_many_would_stand_elsewhere()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        await tab.Page.AddInitScriptAsync("Math.random = () => 0"); // requests after a poll are not spread over time
        var page = new ItemsPage(tab);
        await page.OpenAsync("?preset=all&sort=high&cols=high,low,roi");
        await tab.WaitForLiveAsync();
        await Expect(page.Rows.First).ToHaveIdAsync($"p-{Whip}");

        app.Upstream.Set(Cannonball, high: 9_000_000, highTime: Start + 70, low: 8_000_000, lowTime: Start + 70);
        await app.PollAsync();
        await Expect(tab.Price(Cannonball, "high")).ToHaveTextAsync("9,000,000");
        await Expect(tab.Price(Cannonball, "roi")).ToHaveTextAsync("11.38 %");
        await Expect(page.Rows.First).ToHaveIdAsync($"p-{Whip}");

        await Expect(tab.Page.GetByTestId("moved")).ToContainTextAsync("1 row would now stand elsewhere");
        await tab.Page.GetByTestId("moved").GetByRole(AriaRole.Link).ClickAsync();
        await Expect(page.Rows.First).ToHaveIdAsync($"p-{Cannonball}");
        tab.AssertQuiet();
    }

    [Fact]
    public async Task The_slash_key_leads_to_the_search_and_empty_fields_stay_out_of_the_address()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var page = new ItemsPage(tab);
        await page.OpenAsync();
        await tab.WaitForLiveAsync();

        await tab.Page.Keyboard.PressAsync("/");
        await Expect(page.Search).ToBeFocusedAsync();
        await tab.Page.Keyboard.TypeAsync("whip");
        await Expect(page.Rows).ToHaveCountAsync(1);

        await Expect(tab.Page).ToHaveURLAsync(new Uri(app.Http.BaseAddress!, "?search=whip").ToString());
    }
}
