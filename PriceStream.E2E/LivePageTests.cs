using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;
using PriceStream.E2E.Pages;
using PriceStream.E2E.Support;
using PriceStream.Tests.Support;
using PriceStream.Web.Prices;

namespace PriceStream.E2E;

/// <summary>What people see change, in a real browser against the real application.</summary>
public sealed class LivePageTests(BrowserFixture browser)
{
    private const long Start = FakeUpstream.Start;

    [Fact]
    public async Task A_row_of_the_table_changes_after_a_poll()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        await new ItemsPage(tab).GoAsync();
        await tab.LiveAsync();
        await Expect(tab.Price(4151, "high")).ToHaveTextAsync("1,500,000");

        app.Upstream.Set(4151, 1_600_000, Start + 70, 1_480_000, Start - 40);
        await app.PollAsync();

        await Expect(tab.Price(4151, "high")).ToHaveTextAsync("1,600,000");
        await Expect(tab.Price(4151, "high")).ToHaveAttributeAsync("data-value", "1600000");
        await Expect(tab.Price(4151, "high")).ToHaveAttributeAsync("data-moved", "up");
        await Expect(tab.Price(4151, "margin")).ToHaveTextAsync("88,000");
        await Expect(tab.Price(2, "high")).ToHaveTextAsync("193");
        await Expect(tab.LiveStatus).ToHaveTextAsync("LIVE");
    }

    [Theory]
    [InlineData("**/hx-sse*.js")]
    [InlineData("**/js/live-feed*.js")]
    public async Task The_stream_opens_and_is_heard_however_late_a_script_comes(string late)
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        await tab.Page.RouteAsync(late, async route =>
        {
            await Task.Delay(TimeSpan.FromMilliseconds(700), TimeProvider.System);
            await route.ContinueAsync();
        });
        await new ItemsPage(tab).GoAsync();

        await tab.LiveAsync();
    }

    [Fact]
    public async Task A_search_keeps_the_address_and_the_stream_follows_the_rows()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var page = new ItemsPage(tab);
        await page.GoAsync("?members=true");
        await tab.LiveAsync();

        await page.Search.PressSequentiallyAsync("whip");
        await Expect(page.Rows).ToHaveCountAsync(1);
        await Expect(page.Search).ToBeFocusedAsync();
        await Expect(tab.Page).ToHaveURLAsync(new Regex("search=whip")); // its first letter already leaves one row
        await tab.LiveAsync();

        app.Upstream.Set(4151, 1_700_000, Start + 70, 1_480_000, Start - 40);
        await app.PollAsync();
        await Expect(tab.Price(4151, "high")).ToHaveTextAsync("1,700,000");

        await tab.Page.ReloadAsync();
        await Expect(page.Rows).ToHaveCountAsync(1);
        await Expect(tab.Price(4151, "high")).ToHaveTextAsync("1,700,000");
    }

    [Fact]
    public async Task Going_back_from_a_search_is_live_too()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var page = new ItemsPage(tab);
        await page.GoAsync();
        await tab.LiveAsync();
        await page.Search.FillAsync("whip");
        await Expect(page.Rows).ToHaveCountAsync(1);

        await tab.Page.GoBackAsync();

        await Expect(page.Rows).ToHaveCountAsync(3);
        await Expect(page.Search).ToHaveValueAsync("");
        await tab.LiveAsync();
        app.Upstream.Set(2, 250, Start + 70, 190, Start - 20);
        await app.PollAsync();
        await Expect(tab.Price(2, "high")).ToHaveAttributeAsync("data-moved", "up");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_search_that_fails_is_told_and_leaves_the_rows_the_address_and_the_stream(bool answered)
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var page = new ItemsPage(tab);
        await page.GoAsync();
        await tab.LiveAsync();
        tab.Excuse(answered ? "500" : "Failed to");
        await tab.Page.RouteAsync("**/?search=whip*", route => answered ? route.FulfillAsync(new() { Status = 500, Body = "<h1>broken</h1>" }) : route.AbortAsync());

        await page.Search.FillAsync("whip");

        await Expect(page.Failed).ToBeVisibleAsync();
        await Expect(page.Rows).ToHaveCountAsync(3);
        await Expect(tab.LiveStatus).ToHaveTextAsync("LIVE");
        Assert.Equal("", new Uri(tab.Page.Url).Query);

        await page.Search.FillAsync("cannon");
        await Expect(page.Rows).ToHaveCountAsync(1);
        await Expect(page.Failed).ToBeHiddenAsync();
        await tab.LiveAsync();
    }

    [Fact]
    public async Task Sorting_says_its_order_and_turns_it()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var page = new ItemsPage(tab);
        await page.GoAsync();

        await page.Column("Instant-buy").GetByRole(AriaRole.Link).ClickAsync();
        await Expect(page.Column("Instant-buy")).ToHaveAttributeAsync("aria-sort", "descending");
        await Expect(page.Rows.First).ToContainTextAsync("Abyssal whip");
        await page.Column("Instant-buy").GetByRole(AriaRole.Link).ClickAsync();
        await Expect(page.Column("Instant-buy")).ToHaveAttributeAsync("aria-sort", "ascending");
        await Expect(page.Rows.First).ToContainTextAsync("Cannonball");
    }

    [Fact]
    public async Task A_failing_source_is_told_on_the_open_page_and_forgotten_when_it_answers_again()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        await new ItemsPage(tab).GoAsync();
        await tab.LiveAsync();

        app.Upstream.Faults["latest"] = FakeUpstream.Text("{}", status: 404);
        await app.PollAsync();

        await Expect(tab.LiveStatus).ToHaveTextAsync("DELAYED");
        await Expect(tab.UpstreamFailure).ToContainTextAsync("the price source answered 404");
        await Expect(tab.Price(4151, "high")).ToHaveTextAsync("1,500,000");

        app.Upstream.Faults.Clear();
        await app.PollAsync();
        await tab.LiveAsync();
        await Expect(tab.UpstreamFailure).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_page_that_came_before_the_catalogue_fills_itself()
    {
        await using var app = await AppFactory.StartAsync();
        app.Upstream.Faults["mapping"] = FakeUpstream.Text("{}", status: 404);
        await app.RefreshCatalogueAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var page = new ItemsPage(tab);
        await page.GoAsync();
        await tab.Page.EvaluateAsync("window.notReloaded = true");
        await Expect(tab.Page.GetByTestId("waiting")).ToBeVisibleAsync();
        await Expect(tab.UpstreamFailure).ToContainTextAsync("the price source answered 404");
        await Expect(tab.LiveStatus).ToHaveTextAsync("DELAYED");

        app.Upstream.Faults.Clear();
        await app.RefreshCatalogueAsync();
        await app.PollAsync();

        await Expect(page.Rows).ToHaveCountAsync(3);
        await tab.LiveAsync();
        app.Upstream.Set(4151, 1_600_000, Start + 70, 1_480_000, Start - 40);
        await app.PollAsync();
        await Expect(tab.Price(4151, "high")).ToHaveTextAsync("1,600,000");
        Assert.True(await tab.Page.EvaluateAsync<bool>("window.notReloaded"));
    }

    [Fact]
    public async Task Without_the_stream_the_table_says_that_it_polls()
    {
        await using var app = await Arrange.StartAsync(("Sse:Enabled", "false"));
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        await new ItemsPage(tab).GoAsync();

        await Expect(tab.LiveStatus).ToHaveTextAsync("EVERY MINUTE");
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task On_a_phone_nothing_scrolls_sideways(ColorScheme scheme)
    {
        await using var app = await Arrange.StartAsync();
        app.Upstream.Set(2, 2_147_483_647, Start + 70, 2_147_483_647, Start + 70);
        await app.PollAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!, new() { ViewportSize = new() { Width = 360, Height = 740 }, ColorScheme = scheme });

        await new ItemsPage(tab).GoAsync();
        await tab.LiveAsync();
        Assert.False(await tab.ScrollsSidewaysAsync());
        await new ItemPage(tab).GoAsync(2);
        await tab.LiveAsync();
        Assert.False(await tab.ScrollsSidewaysAsync());
    }

    [Theory]
    [InlineData(1280, "")]
    [InlineData(800, "")]
    [InlineData(360, "")]
    [InlineData(1280, "items/4151/abyssal-whip")]
    [InlineData(360, "items/4151/abyssal-whip")]
    public async Task Nothing_moves_when_script_starts_when_prices_change_and_when_the_source_fails(int width, string path)
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!, new() { ViewportSize = new() { Width = width, Height = 800 } });
        await tab.Page.AddInitScriptAsync("window.moved = 0; new PerformanceObserver(list => { for (const shift of list.getEntries()) moved += shift.value; }).observe({ type: 'layout-shift', buffered: true })");
        await tab.Page.GotoAsync(path);
        await tab.LiveAsync();

        app.Upstream.Set(4151, 999, Start + 70, 888, Start + 75);
        await app.PollAsync();
        await Expect(tab.Price(4151, "high")).ToHaveTextAsync("999");
        Assert.InRange(await tab.Page.EvaluateAsync<double>("moved"), 0, 0.005); // Chromium's layout shift score; 0.1 is where it calls a page bad

        app.Upstream.Faults["latest"] = FakeUpstream.Text("{}", status: 404);
        await app.PollAsync();
        await Expect(tab.UpstreamFailure).ToBeInViewportAsync();
        Assert.InRange(await tab.Page.EvaluateAsync<double>("moved"), 0, 0.05); // on a page this short the footer makes room
    }

    [Fact]
    public async Task An_item_that_nobody_traded_within_the_period_says_so_until_somebody_does()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var page = new ItemPage(tab);
        await page.GoAsync(1511);
        await tab.LiveAsync();
        await Expect(page.Empty).ToBeVisibleAsync();

        app.Upstream.Set(1511, 60, Start + 70, 50, Start + 75);
        await app.PollAsync();

        await Expect(page.Empty).ToBeHiddenAsync();
        await Expect(page.Tip).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Every_page_has_a_search()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        await new ItemPage(tab).GoAsync(4151);
        var page = new ItemsPage(tab);

        await page.Search.FillAsync("cannon");
        await page.Search.PressAsync("Enter");

        await Expect(page.Rows).ToHaveCountAsync(1);
        await tab.LiveAsync();
    }

    [Fact]
    public async Task Without_JavaScript_the_numbers_are_there()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!, new() { JavaScriptEnabled = false });

        await new ItemsPage(tab).GoAsync("?search=whip");
        await Expect(tab.Price(4151, "high")).ToHaveTextAsync("1,500,000");
        await Expect(tab.LiveStatus).ToHaveTextAsync("SNAPSHOT");
        var page = new ItemPage(tab);
        await page.GoAsync(4151);
        await Expect(page.ChartRows).ToHaveCountAsync(1);
    }
}
