using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;
using PriceStream.E2E.Pages;
using PriceStream.E2E.Support;
using PriceStream.Tests.Support;

namespace PriceStream.E2E;

/// <summary>What the chart and its table show while prices come in.</summary>
public sealed class ChartTests(BrowserFixture browser)
{
    private const long Start = FakeUpstream.Start;

    [Fact]
    public async Task The_card_the_tip_and_the_table_change_within_a_second_of_a_poll()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var page = new ItemPage(tab);
        await page.GoAsync(4151);
        await tab.LiveAsync();

        app.Upstream.Set(4151, 1_600_000, Start + 70, 1_490_000, Start + 75);
        await app.PollAsync();

        await Expect(page.Tip.Locator("time")).ToHaveAttributeAsync("datetime", "2025-05-21T08:01:15Z", new() { Timeout = 1000 });
        await Expect(page.Tip).ToContainTextAsync("1,490,000");
        await Expect(tab.Price(4151, "high")).ToHaveTextAsync("1,600,000");
        Assert.Equal([(Start + 75, 1_490_000)], await page.DrawnAsync(2));
        Assert.Equal((Start - 300, 1_500_000), Assert.Single(await page.DrawnAsync(0))); // the open bucket is not drawn as one
    }

    [Fact]
    public async Task Another_item_begins_with_its_own_points()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var page = new ItemPage(tab);
        await page.GoAsync(2);
        await tab.LiveAsync();
        app.Upstream.Set(2, 210, Start + 70, 190, Start + 71);
        await app.PollAsync();
        await Expect(page.Tip).ToContainTextAsync("190");

        await page.GoAsync(4151);
        await tab.LiveAsync();
        await page.DrawsAsync(2, 1);

        Assert.Equal([(Start - 300, 1_500_000)], await page.DrawnAsync(0));
        Assert.Equal([(Start - 30, 1_500_000)], await page.DrawnAsync(2));
    }

    [Fact]
    public async Task A_point_that_comes_before_the_chart_is_ready_is_in_it()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var page = new ItemPage(tab);
        var wait = new TaskCompletionSource();
        await tab.Page.RouteAsync("**/chart.umd*.js", async route =>
        {
            await wait.Task;
            await route.ContinueAsync();
        });
        await tab.Page.GotoAsync("items/2?period=1h", new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        await tab.LiveAsync();
        await Expect(tab.Page.Locator(".canvas svg")).ToBeVisibleAsync(); // what the server has drawn

        app.Upstream.Set(2, 210, Start + 70, 190, Start - 20);
        await app.PollAsync();
        await Expect(page.Tip).ToContainTextAsync("210");
        wait.SetResult();

        await page.DrawsAsync(2, 1);
        Assert.Equal([(Start + 70, 210)], await page.DrawnAsync(2));
    }

    [Fact]
    public async Task A_hole_is_drawn_as_a_hole_and_a_pause_between_trades_is_not()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var page = new ItemPage(tab);
        await page.GoAsync(2, "1h");
        await tab.LiveAsync();
        foreach (var minute in (int[])[1, 3, 4, 20, 21, 22])
        {
            app.Clock.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(Start + 60 * minute));
            app.Upstream.Set(2, 200 + minute, Start + 60 * minute + 1, 190, Start - 20);
            await app.PollAsync();
        }

        await page.DrawsAsync(0, 7);

        var holes = await page.HolesAsync(0);
        Assert.Equal([false, false, false, false, true, false, false], holes);
    }

    [Fact]
    public async Task A_page_whose_past_is_being_fetched_completes_itself()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var page = new ItemPage(tab);
        await page.GoAsync(4151, "1y");
        await tab.Page.EvaluateAsync("window.notReloaded = true");
        await Expect(page.Filling).ToBeVisibleAsync();

        await Arrange.FillAsync(app, 4151);

        await Expect(page.Filling).ToBeHiddenAsync();
        await page.DrawsAsync(0, 3);
        Assert.True(await tab.Page.EvaluateAsync<bool>("window.notReloaded"));
    }
}
