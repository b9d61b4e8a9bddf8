using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;
using PriceStream.E2E.Pages;
using PriceStream.E2E.Support;
using PriceStream.Tests.Support;

namespace PriceStream.E2E;

/// <summary>The periods of the chart: the buckets that complete in each, and the way from one to another.</summary>
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
    public async Task A_bucket_that_completes_is_the_number_that_a_page_loaded_afterwards_shows(string period, int step)
    {
        // One stream for days, so that the page consolidates by itself and never reloads its chart.
        await using var app = await Arrange.StartAsync(("Sse:ConnectionTimeout", "1.00:00:00"), ("Sse:ReplayWindow", "1.00:00:00"));
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var page = new ItemPage(tab);
        app.Upstream.Set(2, 1001, Start + 62, 1000, Start + 62); // in the bucket that is open when the page is rendered
        await app.PollAsync();
        await page.GoAsync(2, period);
        await tab.LiveAsync();

        for (var poll = 0; poll < 6; poll++)
        {
            // Twice a second report of the same second, which replaces the first.
            app.Upstream.Set(2, 1100 + 7 * poll, Start + 65 + step / 3 * (poll / 2), 900 + poll, Start + 66 + step / 3 * poll);
            app.Clock.Advance(TimeSpan.FromSeconds(step / 3));
            await app.PollAsync();
            await Expect(page.Tip).ToContainTextAsync($"{900 + poll}");
            await tab.LiveAsync();
        }

        app.Clock.Advance(TimeSpan.FromSeconds(2 * step));
        await app.PollAsync();
        await using var fresh = await browser.OpenAsync(app.Http.BaseAddress!);
        var freshPage = new ItemPage(fresh);
        await freshPage.GoAsync(2, period);
        await freshPage.DrawsAsync(2, 1);
        await AssertSameAsync(freshPage, page);
        if (step > 60) // otherwise these trades arrive after their minute, and the page reloads its chart
        {
            Assert.NotEqual(0, await page.LiveBuckets.CountAsync());
        }
    }

    private static async Task AssertSameAsync(ItemPage expected, ItemPage page)
    {
        await page.DrawsAsync(0, (await expected.DrawnAsync(0)).Count);
        await page.DrawsAsync(1, (await expected.DrawnAsync(1)).Count);

        Assert.Equal(await expected.DrawnAsync(0), await page.DrawnAsync(0));
        Assert.Equal(await expected.DrawnAsync(1), await page.DrawnAsync(1));
        Assert.Equal(await expected.DrawnAsync(2), await page.DrawnAsync(2));
        Assert.Equal(
            await expected.ChartRows.Locator("td:not(:first-child)").AllInnerTextsAsync(),
            await page.ChartRows.Locator("td:not(:first-child)").AllInnerTextsAsync());
    }

    [Fact]
    public async Task Another_period_and_back_keeps_the_page_and_its_live_points()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var page = new ItemPage(tab);
        await page.GoAsync(2, "1h");
        await tab.LiveAsync();
        await tab.Page.EvaluateAsync("window.notReloaded = true");
        for (var poll = 0; poll < 3; poll++)
        {
            app.Upstream.Set(2, 200 + poll, Start + 61 + 60 * poll, 190, Start - 20);
            await app.PollAsync();
        }

        await page.DrawsAsync(0, 4);
        var before = await page.DrawnAsync(0);
        await page.Period("24h").ClickAsync();
        await Expect(page.Period("24h")).ToHaveAttributeAsync("aria-current", "true");
        await Expect(page.Period("24h")).ToBeFocusedAsync();
        await Expect(tab.Page).ToHaveURLAsync(new Regex("period=24h"));
        await page.DrawsAsync(0, 1);
        await Expect(page.Tip).ToContainTextAsync("202");

        app.Upstream.Set(2, 210, Start + 241, 190, Start - 20);
        await app.PollAsync();
        await Expect(page.Tip).ToContainTextAsync("210");
        await page.Period("1h").ClickAsync();
        await page.DrawsAsync(0, 5);

        Assert.Equal(before, (await page.DrawnAsync(0)).SkipLast(1));
        Assert.True(await tab.Page.EvaluateAsync<bool>("window.notReloaded"));
        Assert.Equal(1, tab.Streams);
    }

    [Fact]
    public async Task Back_and_forward_change_the_period_and_stay_live()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var page = new ItemPage(tab);
        await page.GoAsync(2, "1h");
        await tab.LiveAsync();
        await page.Period("1y").ClickAsync();
        await Expect(page.Period("1y")).ToHaveAttributeAsync("aria-current", "true");

        await tab.Page.GoBackAsync();
        await Expect(page.Period("1h")).ToHaveAttributeAsync("aria-current", "true");
        await tab.Page.GoForwardAsync();
        await Expect(page.Period("1y")).ToHaveAttributeAsync("aria-current", "true");

        app.Upstream.Set(2, 210, Start + 70, 190, Start - 20);
        await app.PollAsync();
        await Expect(tab.Price(2, "high")).ToHaveTextAsync("210");
        await Expect(page.Tip).ToContainTextAsync("210");
    }
}
