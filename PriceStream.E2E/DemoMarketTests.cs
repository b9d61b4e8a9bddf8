using static Microsoft.Playwright.Assertions;
using PriceStream.E2E.Pages;
using PriceStream.E2E.Support;
using static PriceStream.E2E.Support.Items;

namespace PriceStream.E2E;

/// <summary>The site on the demo market, which the tests control. The tests share a site, and each of them starts with a reset.</summary>
public sealed class DemoMarketTests(BrowserFixture browser, DemoMarketTests.SharedSite shared)
    : IClassFixture<DemoMarketTests.SharedSite>, IAsyncLifetime
{
    private readonly DemoSite site = shared.Site;

    public async ValueTask InitializeAsync() => await site.Market.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_trade_is_on_the_chart_and_in_its_table_within_a_second()
    {
        await using var tab = await browser.OpenAsync(site);
        var page = new ItemPage(tab);
        await page.OpenAsync(Whip, period: "1h");
        await tab.WaitForLiveAsync();

        await site.Market.TradeAsync(Whip, high: 1_234_567, low: 1_200_000, after: 30);

        await Expect(tab.Price(Whip, "high")).ToHaveTextAsync("1,234,567", new() { Timeout = 1000 });
        await Expect(page.TipRow).ToContainTextAsync("1,234,567", new() { Timeout = 1000 });
        var time = DateTimeOffset.FromUnixTimeSeconds(await site.Market.TimeAsync());
        await Expect(page.TipRow.Locator("time")).ToHaveAttributeAsync("datetime", $"{time:yyyy-MM-dd'T'HH:mm:ss'Z'}");
        Assert.Equal(await site.Market.TimeAsync(), Assert.Single(await page.PointsAsync(ChartLine.Tip)).Time);
    }

    [Theory]
    [InlineData("1h", 60)]
    [InlineData("24h", 300)]
    public async Task An_open_page_draws_a_completed_bucket_as_a_page_that_is_loaded_later_does(string period, int step)
    {
        await using var tab = await browser.OpenAsync(site);
        var page = new ItemPage(tab);
        await site.Market.StepToNextBucketAsync(bucketSeconds: step);
        await site.Market.TradeAsync(Whip, high: 1000, low: 900, after: 0);
        await page.OpenAsync(Whip, period: period);
        await tab.WaitForLiveAsync();
        await Expect(page.FetchingHistory).ToBeHiddenAsync();

        foreach (var (high, low) in new[] { (2001, 500), (1007, 501), (1013, 502) })
        {
            await site.Market.TradeAsync(Whip, high: high, low: low, after: step / 3);
        }

        await using var fresh = await browser.OpenAsync(site);
        var freshPage = new ItemPage(fresh);
        await freshPage.OpenAsync(Whip, period: period);
        await freshPage.WaitForPointCountAsync(ChartLine.Tip, count: 1);
        await Expect(page.TipRow).ToContainTextAsync("1,013");
        await page.WaitForPointCountAsync(ChartLine.InstantBuy, count: (await freshPage.PointsAsync(ChartLine.InstantBuy)).Count);

        var complete = (await freshPage.PointsAsync(ChartLine.InstantBuy))[^1];
        Assert.Equal(new ChartPoint(await site.Market.TimeAsync() - step, 1336), complete); // (1000 + 2001 + 1007) / 3
        Assert.Equal(complete, (await page.PointsAsync(ChartLine.InstantBuy))[^1]);
        Assert.Equal((await freshPage.PointsAsync(ChartLine.InstantSell))[^1], (await page.PointsAsync(ChartLine.InstantSell))[^1]);
    }

    [Fact]
    public async Task A_page_is_delayed_while_nothing_is_polled_and_live_after_the_next_poll()
    {
        await using var quick = await DemoSite.StartAsync(pollSeconds: 1);
        await using var tab = await browser.OpenAsync(quick);
        await new ItemsPage(tab).OpenAsync();

        await tab.WaitForStateAsync("delayed");
        await quick.Market.StepAsync();
        await tab.WaitForLiveAsync();
    }

    [Fact]
    public async Task A_page_says_that_the_upstream_fails_and_is_live_again_when_it_answers()
    {
        await using var tab = await browser.OpenAsync(site);
        await new ItemsPage(tab).OpenAsync();
        await tab.WaitForLiveAsync();

        await site.Market.FailAsync("500", path: "latest");
        await site.Market.StepAsync();
        await tab.WaitForStateAsync("delayed");
        await Expect(tab.UpstreamFailure).ToContainTextAsync("the price source answered 500");

        await site.Market.EndFaultAsync();
        await site.Market.StepAsync();
        await tab.WaitForLiveAsync();
        await Expect(tab.UpstreamFailure).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_tab_that_was_hidden_has_every_price_when_it_is_shown()
    {
        await using var tab = await browser.OpenAsync(site);
        var page = new ItemPage(tab);
        await site.Market.StepToNextBucketAsync(bucketSeconds: 60);
        await site.Market.TradeAsync(Whip, high: 100, low: 90, after: 0);
        await page.OpenAsync(Whip, period: "1h");
        await tab.WaitForLiveAsync();

        await tab.HideAsync();
        for (var step = 1; step <= 5; step++)
        {
            await site.Market.TradeAsync(Whip, high: 100 + step, after: 60);
        }

        await Expect(tab.Price(Whip, "high")).ToHaveTextAsync("100");
        await tab.ShowAsync();

        await tab.WaitForLiveAsync();
        await Expect(page.TipRow).ToContainTextAsync("105");
        await Expect(page.LiveBucketRows).ToHaveCountAsync(5);
        Assert.Equal([100, 101, 102, 103, 104], (await page.PointsAsync(ChartLine.InstantBuy)).TakeLast(5).Select(point => point.Value));
    }

    public sealed class SharedSite : IAsyncLifetime
    {
        public DemoSite Site { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Site = await DemoSite.StartAsync();

        public ValueTask DisposeAsync() => Site.DisposeAsync();
    }
}
