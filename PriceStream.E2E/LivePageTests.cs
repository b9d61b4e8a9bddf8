using static Microsoft.Playwright.Assertions;
using PriceStream.E2E.Pages;
using PriceStream.E2E.Support;
using PriceStream.Tests.Support;

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
    [InlineData("**/js/live-page*.js")]
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
    public async Task A_failing_source_is_told_on_the_open_page_and_forgotten_when_it_answers_again()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        await new ItemsPage(tab).GoAsync();
        await tab.LiveAsync();

        app.Upstream.Overrides["latest"] = FakeUpstream.Text("{}", status: 404);
        await app.PollAsync();

        await Expect(tab.LiveStatus).ToHaveTextAsync("DELAYED");
        await Expect(tab.UpstreamFailure).ToContainTextAsync("the price source answered 404");
        await Expect(tab.Price(4151, "high")).ToHaveTextAsync("1,500,000");

        app.Upstream.Overrides.Clear();
        await app.PollAsync();
        await tab.LiveAsync();
        await Expect(tab.UpstreamFailure).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_page_that_came_before_the_catalogue_fills_itself()
    {
        await using var app = await AppFactory.StartAsync();
        app.Upstream.Overrides["mapping"] = FakeUpstream.Text("{}", status: 404);
        await app.RefreshCatalogueAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var page = new ItemsPage(tab);
        await page.GoAsync();
        await tab.Page.EvaluateAsync("window.notReloaded = true");
        await Expect(tab.Page.GetByTestId("waiting")).ToBeVisibleAsync();
        await Expect(tab.UpstreamFailure).ToContainTextAsync("the price source answered 404");
        await Expect(tab.LiveStatus).ToHaveTextAsync("DELAYED");

        app.Upstream.Overrides.Clear();
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
