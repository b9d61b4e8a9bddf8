using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;
using PriceStream.E2E.Pages;
using PriceStream.E2E.Support;
using PriceStream.Tests.Support;
using static PriceStream.E2E.Support.Items;

namespace PriceStream.E2E;

/// <summary>What the chart and the table under it show while prices change.</summary>
public sealed class ChartTests(BrowserFixture browser)
{
    private const long Start = FakeUpstream.Start;

    [Fact]
    public async Task A_new_price_is_on_the_card_the_chart_and_in_the_table_within_a_second()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var page = new ItemPage(tab);
        await page.OpenAsync(Whip);
        await tab.WaitForLiveAsync();

        app.Upstream.Set(Whip, high: 1_600_000, highTime: Start + 70, low: 1_490_000, lowTime: Start + 75);
        await app.PollAsync();

        await Expect(page.TipRow.Locator("time")).ToHaveAttributeAsync("datetime", "2025-05-21T08:01:15Z", new() { Timeout = 1000 });
        await Expect(page.TipRow).ToContainTextAsync("1,490,000");
        await Expect(tab.Price(Whip, "high")).ToHaveTextAsync("1,600,000");
        Assert.Equal([new ChartPoint(Start + 75, 1_490_000)], await page.PointsAsync(ChartLine.Tip));
        // The open bucket is not drawn yet.
        Assert.Equal([new ChartPoint(Start - 300, 1_500_000)], await page.PointsAsync(ChartLine.InstantBuy));
    }

    [Fact]
    public async Task The_chart_of_another_item_has_only_its_own_points()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var page = new ItemPage(tab);
        await page.OpenAsync(Cannonball);
        await tab.WaitForLiveAsync();
        app.Upstream.Set(Cannonball, high: 210, highTime: Start + 70, low: 190, lowTime: Start + 71);
        await app.PollAsync();
        await Expect(page.TipRow).ToContainTextAsync("190");

        await page.OpenAsync(Whip);
        await tab.WaitForLiveAsync();
        await page.WaitForPointCountAsync(ChartLine.Tip, count: 1);

        Assert.Equal([new ChartPoint(Start - 300, 1_500_000)], await page.PointsAsync(ChartLine.InstantBuy));
        Assert.Equal([new ChartPoint(Start - 30, 1_500_000)], await page.PointsAsync(ChartLine.Tip));
    }

    [Fact]
    public async Task A_price_that_arrives_before_the_chart_is_ready_is_drawn()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var page = new ItemPage(tab);
        var release = new TaskCompletionSource();
        await tab.Page.RouteAsync("**/chart.umd*.js", async route =>
        {
            await release.Task;
            await route.ContinueAsync();
        });
        await tab.Page.GotoAsync("items/2?period=1h", new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        await tab.WaitForLiveAsync();
        await Expect(tab.Page.Locator(".canvas svg")).ToBeVisibleAsync(); // drawn by the server

        app.Upstream.Set(Cannonball, high: 210, highTime: Start + 70, low: 190, lowTime: Start - 20);
        await app.PollAsync();
        await Expect(page.TipRow).ToContainTextAsync("210");
        release.SetResult();

        await page.WaitForPointCountAsync(ChartLine.Tip, count: 1);
        Assert.Equal([new ChartPoint(Start + 70, 210)], await page.PointsAsync(ChartLine.Tip));
    }

    [Fact]
    public async Task The_line_breaks_where_prices_are_missing_but_not_between_trades_a_few_minutes_apart()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var page = new ItemPage(tab);
        await page.OpenAsync(Cannonball, period: "1h");
        await tab.WaitForLiveAsync();
        foreach (var minute in (int[])[1, 3, 4, 20, 21, 22])
        {
            app.Clock.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(Start + 60 * minute));
            app.Upstream.Set(Cannonball, high: 200 + minute, highTime: Start + 60 * minute + 1, low: 190, lowTime: Start - 20);
            await app.PollAsync();
        }

        await page.WaitForPointCountAsync(ChartLine.InstantBuy, count: 7);

        var gaps = await page.GapsAsync(ChartLine.InstantBuy);
        Assert.Equal([false, false, false, false, true, false, false], gaps);
    }

    [Fact]
    public async Task A_history_that_is_being_fetched_appears_without_a_reload()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var page = new ItemPage(tab);
        await page.OpenAsync(Whip, period: "1y");
        await tab.Page.EvaluateAsync("window.notReloaded = true");
        await Expect(page.FetchingHistory).ToBeVisibleAsync();

        await Arrange.FillAsync(app, Whip);

        await Expect(page.FetchingHistory).ToBeHiddenAsync();
        await page.WaitForPointCountAsync(ChartLine.InstantBuy, count: 3);
        Assert.True(await tab.Page.EvaluateAsync<bool>("window.notReloaded"));
        var axis = await page.TimeAxisAsync();
        Assert.Equal(TimeSpan.FromDays(365), TimeSpan.FromSeconds(axis[1] - axis[0])); // however short the history
    }
}
