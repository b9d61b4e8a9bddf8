using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;
using PriceStream.E2E.Pages;
using PriceStream.E2E.Support;
using PriceStream.Tests.Support;
using static PriceStream.E2E.Support.Items;

namespace PriceStream.E2E;

/// <summary>The chart in each period, and changing between periods.</summary>
public sealed class ChartPeriodTests(BrowserFixture browser)
{
    private const long Start = FakeUpstream.Start;

    [Theory]
    [InlineData("1h", 60)]
    [InlineData("24h", 300)]
    [InlineData("7d", 1800)]
    [InlineData("30d", 7200)]
    [InlineData("90d", 21_600)]
    [InlineData("1y", 86_400)]
    [InlineData("all", 86_400)]
    public async Task An_open_page_draws_completed_buckets_as_a_page_that_is_loaded_later_does(string period, int step)
    {
        // One stream lasts for days, so that the page makes the buckets itself and never reloads its chart.
        await using var app = await Arrange.StartAsync(("Sse:ConnectionTimeout", "1.00:00:00"), ("Sse:ReplayWindow", "1.00:00:00"));
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var page = new ItemPage(tab);
        // In the bucket that is open when the page is rendered.
        app.Upstream.Set(Cannonball, high: 1001, highTime: Start + 62, low: 1000, lowTime: Start + 62);
        await app.PollAsync();
        await page.OpenAsync(Cannonball, period: period);
        await tab.WaitForLiveAsync();

        for (var poll = 0; poll < 6; poll++)
        {
            // Each second poll reports the same second as the poll before, and its price replaces the earlier one.
            var highTime = Start + 65 + step / 3 * (poll / 2);
            app.Upstream.Set(Cannonball, 1100 + 7 * poll, highTime, low: 900 + poll, lowTime: Start + 66 + step / 3 * poll);
            app.Clock.Advance(TimeSpan.FromSeconds(step / 3));
            await app.PollAsync();
            await Expect(page.TipRow).ToContainTextAsync($"{900 + poll}");
            await tab.WaitForLiveAsync();
        }

        app.Clock.Advance(TimeSpan.FromSeconds(2 * step));
        await app.PollAsync();
        await using var fresh = await browser.OpenAsync(app.Http.BaseAddress!);
        var freshPage = new ItemPage(fresh);
        await freshPage.OpenAsync(Cannonball, period: period);
        await freshPage.WaitForPointCountAsync(ChartLine.Tip, count: 1);
        await AssertSameAsync(freshPage, page);
        if (step > 60) // otherwise these trades arrive after their minute, and the page reloads its chart
        {
            Assert.NotEqual(0, await page.LiveBucketRows.CountAsync());
        }
    }

    private static async Task AssertSameAsync(ItemPage expected, ItemPage page)
    {
        foreach (var line in new[] { ChartLine.InstantBuy, ChartLine.InstantSell, ChartLine.Tip })
        {
            var points = await expected.PointsAsync(line);
            await Eventually.EqualAsync(points, () => page.PointsAsync(line));
        }

        await Eventually.EqualAsync(await CellsAsync(expected), () => CellsAsync(page));

        static Task<IReadOnlyList<string>> CellsAsync(ItemPage page) =>
            page.ChartRows.Locator("td:not(:first-child)").AllInnerTextsAsync();
    }

    [Fact]
    public async Task Changing_the_period_and_back_keeps_the_live_points_without_a_reload()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var page = new ItemPage(tab);
        await page.OpenAsync(Cannonball, period: "1h");
        await tab.WaitForLiveAsync();
        await tab.Page.EvaluateAsync("window.notReloaded = true");
        for (var poll = 0; poll < 3; poll++)
        {
            app.Upstream.Set(Cannonball, high: 200 + poll, highTime: Start + 61 + 60 * poll, low: 190, lowTime: Start - 20);
            await app.PollAsync();
        }

        await page.WaitForPointCountAsync(ChartLine.InstantBuy, count: 4);
        var before = await page.PointsAsync(ChartLine.InstantBuy);
        await page.Period("24h").ClickAsync();
        await Expect(page.Period("24h")).ToHaveAttributeAsync("aria-current", "true");
        await Expect(page.Period("24h")).ToBeFocusedAsync();
        await Expect(tab.Page).ToHaveURLAsync(new Regex("period=24h"));
        await page.WaitForPointCountAsync(ChartLine.InstantBuy, count: 1);
        await Expect(page.TipRow).ToContainTextAsync("202");

        app.Upstream.Set(Cannonball, high: 210, highTime: Start + 241, low: 190, lowTime: Start - 20);
        await app.PollAsync();
        await Expect(page.TipRow).ToContainTextAsync("210");
        await page.Period("1h").ClickAsync();
        await page.WaitForPointCountAsync(ChartLine.InstantBuy, count: 5);

        Assert.Equal(before, (await page.PointsAsync(ChartLine.InstantBuy)).SkipLast(1));
        Assert.True(await tab.Page.EvaluateAsync<bool>("window.notReloaded"));
        Assert.Equal(1, tab.StreamsOpened);
    }

    [Fact]
    public async Task The_browsers_back_and_forward_buttons_change_the_period_and_the_chart_stays_live()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var page = new ItemPage(tab);
        await page.OpenAsync(Cannonball, period: "1h");
        await tab.WaitForLiveAsync();
        await page.Period("1y").ClickAsync();
        await Expect(page.Period("1y")).ToHaveAttributeAsync("aria-current", "true");

        await tab.Page.GoBackAsync();
        await Expect(page.Period("1h")).ToHaveAttributeAsync("aria-current", "true");
        await tab.Page.GoForwardAsync();
        await Expect(page.Period("1y")).ToHaveAttributeAsync("aria-current", "true");

        app.Upstream.Set(Cannonball, high: 210, highTime: Start + 70, low: 190, lowTime: Start - 20);
        await app.PollAsync();
        await Expect(tab.Price(Cannonball, "high")).ToHaveTextAsync("210");
        await Expect(page.TipRow).ToContainTextAsync("210");
    }
}
