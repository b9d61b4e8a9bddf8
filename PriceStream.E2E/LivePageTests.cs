using static Microsoft.Playwright.Assertions;
using PriceStream.E2E.Pages;
using PriceStream.E2E.Support;
using PriceStream.Tests.Support;
using static PriceStream.E2E.Support.Items;

namespace PriceStream.E2E;

/// <summary>What changes on an open page.</summary>
public sealed class LivePageTests(BrowserFixture browser)
{
    private const long Start = FakeUpstream.Start;

    [Fact]
    public async Task A_row_of_the_table_shows_a_new_price()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        await new ItemsPage(tab).OpenAsync();
        await tab.WaitForLiveAsync();
        await Expect(tab.Price(Whip, "high")).ToHaveTextAsync("1,500,000");

        app.Upstream.Set(Whip, high: 1_600_000, highTime: Start + 70, low: 1_480_000, lowTime: Start - 40);
        await app.PollAsync();

        await Expect(tab.Price(Whip, "high")).ToHaveTextAsync("1,600,000");
        await Expect(tab.Price(Whip, "high")).ToHaveAttributeAsync("data-value", "1600000");
        await Expect(tab.Price(Whip, "high")).ToHaveAttributeAsync("data-moved", "up");
        await Expect(tab.Price(Whip, "margin")).ToHaveTextAsync("104,000");
        await Expect(tab.Price(Cannonball, "high")).ToHaveTextAsync("193");
        await Expect(tab.LiveStatus).ToHaveTextAsync("LIVE");
    }

    [Theory]
    [InlineData("**/hx-sse*.js")]
    [InlineData("**/js/*.js")]
    public async Task A_page_becomes_live_however_late_a_script_arrives(string late)
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        await tab.Page.RouteAsync(late, async route =>
        {
            await Task.Delay(TimeSpan.FromMilliseconds(700), TimeProvider.System);
            await route.ContinueAsync();
        });
        await new ItemsPage(tab).OpenAsync();

        await tab.WaitForLiveAsync();
    }

    [Fact]
    public async Task An_open_page_shows_why_the_upstream_fails_until_it_answers_again()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        await new ItemsPage(tab).OpenAsync();
        await tab.WaitForLiveAsync();

        app.Upstream.Overrides["latest"] = FakeUpstream.Text("{}", status: 404);
        await app.PollAsync();

        await Expect(tab.LiveStatus).ToHaveTextAsync("DELAYED");
        await Expect(tab.UpstreamFailure).ToContainTextAsync("the price source answered 404");
        await Expect(tab.Price(Whip, "high")).ToHaveTextAsync("1,500,000");

        app.Upstream.Overrides.Clear();
        await app.PollAsync();
        await tab.WaitForLiveAsync();
        await Expect(tab.UpstreamFailure).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_page_opened_before_the_catalogue_arrives_fills_without_a_reload()
    {
        await using var app = await AppFactory.StartAsync();
        app.Upstream.Overrides["mapping"] = FakeUpstream.Text("{}", status: 404);
        await app.RefreshCatalogueAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var page = new ItemsPage(tab);
        await page.OpenAsync();
        await tab.Page.EvaluateAsync("window.notReloaded = true");
        await Expect(page.WaitingForCatalogue).ToBeVisibleAsync();
        await Expect(tab.UpstreamFailure).ToContainTextAsync("the price source answered 404");
        await Expect(tab.LiveStatus).ToHaveTextAsync("DELAYED");

        app.Upstream.Overrides.Clear();
        await app.RefreshCatalogueAsync();
        await app.PollAsync();

        await Expect(page.Rows).ToHaveCountAsync(3);
        await tab.WaitForLiveAsync();
        app.Upstream.Set(Whip, high: 1_600_000, highTime: Start + 70, low: 1_480_000, lowTime: Start - 40);
        await app.PollAsync();
        await Expect(tab.Price(Whip, "high")).ToHaveTextAsync("1,600,000");
        Assert.True(await tab.Page.EvaluateAsync<bool>("window.notReloaded"));
    }

    [Fact]
    public async Task With_the_stream_switched_off_the_page_says_that_it_reloads_every_minute()
    {
        await using var app = await Arrange.StartAsync(("Sse:Enabled", "false"));
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        await new ItemsPage(tab).OpenAsync();

        await Expect(tab.LiveStatus).ToHaveTextAsync("EVERY MINUTE");
    }

    [Fact]
    public async Task The_chart_says_that_nobody_has_traded_the_item_until_somebody_does()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var page = new ItemPage(tab);
        await page.OpenAsync(Logs);
        await tab.WaitForLiveAsync();
        await Expect(page.NoTrades).ToBeVisibleAsync();

        app.Upstream.Set(Logs, high: 60, highTime: Start + 70, low: 50, lowTime: Start + 75);
        await app.PollAsync();

        await Expect(page.NoTrades).ToBeHiddenAsync();
        await Expect(page.TipRow).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Without_JavaScript_the_prices_are_on_the_page()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!, new() { JavaScriptEnabled = false });

        await new ItemsPage(tab).OpenAsync("?search=whip");
        await Expect(tab.Price(Whip, "high")).ToHaveTextAsync("1,500,000");
        await Expect(tab.LiveStatus).ToHaveTextAsync("SNAPSHOT");
        var page = new ItemPage(tab);
        await page.OpenAsync(Whip);
        await Expect(page.ChartRows).ToHaveCountAsync(1);
    }
}
