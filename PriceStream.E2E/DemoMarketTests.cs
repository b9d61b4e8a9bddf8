using static Microsoft.Playwright.Assertions;
using PriceStream.E2E.Pages;
using PriceStream.E2E.Support;

namespace PriceStream.E2E;

/// <summary>The real site on the demo market, stepped by hand.</summary>
public sealed class DemoMarketTests(BrowserFixture browser)
{
    private const int Whip = 4151;

    [Fact]
    public async Task The_chart_and_its_table_have_the_tip_within_a_second_of_a_step()
    {
        await using var site = await DemoSite.StartAsync();
        await using var tab = await browser.OpenAsync(site.Address);
        var page = new ItemPage(tab);
        await page.GoAsync(Whip, "1h");
        await tab.LiveAsync();

        await site.Market.TradeAsync(Whip, high: 1_234_567, low: 1_200_000, after: 30);

        await Expect(tab.Price(Whip, "high")).ToHaveTextAsync("1,234,567", new() { Timeout = 1000 });
        await Expect(page.Tip).ToContainTextAsync("1,234,567", new() { Timeout = 1000 });
        var time = DateTimeOffset.FromUnixTimeSeconds(await site.Market.TimeAsync());
        await Expect(page.Tip.Locator("time")).ToHaveAttributeAsync("datetime", $"{time:yyyy-MM-dd'T'HH:mm:ss'Z'}");
        Assert.Equal(await site.Market.TimeAsync(), Assert.Single(await page.DrawnAsync(2)).Time);
    }

    [Theory]
    [InlineData("1h", 60)]
    [InlineData("24h", 300)]
    public async Task A_bucket_that_completes_is_the_number_that_a_page_loaded_afterwards_shows(string period, int step)
    {
        await using var site = await DemoSite.StartAsync();
        await using var tab = await browser.OpenAsync(site.Address);
        var page = new ItemPage(tab);
        await site.Market.StepToAsync(step);
        await site.Market.TradeAsync(Whip, 1000, 900, after: 0);
        await page.GoAsync(Whip, period);
        await tab.LiveAsync();
        await Expect(page.Filling).ToBeHiddenAsync();

        foreach (var (high, low) in new[] { (2001, 500), (1007, 501), (1013, 502) })
        {
            await site.Market.TradeAsync(Whip, high, low, after: step / 3);
        }

        await using var fresh = await browser.OpenAsync(site.Address);
        var freshPage = new ItemPage(fresh);
        await freshPage.GoAsync(Whip, period);
        await freshPage.DrawsAsync(2, 1);
        await Expect(page.Tip).ToContainTextAsync("1,013");
        await page.DrawsAsync(0, (await freshPage.DrawnAsync(0)).Count);

        var complete = (await freshPage.DrawnAsync(0))[^1];
        Assert.Equal((await site.Market.TimeAsync() - step, 1336), complete); // (1000 + 2001 + 1007) / 3
        Assert.Equal(complete, (await page.DrawnAsync(0))[^1]);
        Assert.Equal((await freshPage.DrawnAsync(1))[^1], (await page.DrawnAsync(1))[^1]);
    }

    [Fact]
    public async Task A_source_that_stands_still_is_delayed_and_live_after_a_step()
    {
        await using var site = await DemoSite.StartAsync(pollSeconds: 1);
        await using var tab = await browser.OpenAsync(site.Address);
        await new ItemsPage(tab).GoAsync();

        await tab.IsAsync("delayed");
        await site.Market.StepAsync();
        await tab.LiveAsync();
    }

    [Fact]
    public async Task A_source_that_fails_is_delayed_and_live_when_it_answers_again()
    {
        await using var site = await DemoSite.StartAsync();
        await using var tab = await browser.OpenAsync(site.Address);
        await new ItemsPage(tab).GoAsync();
        await tab.LiveAsync();

        await site.Market.FaultAsync("500", "latest");
        await site.Market.StepAsync();
        await tab.IsAsync("delayed");
        await Expect(tab.UpstreamFailure).ToContainTextAsync("the price source answered 500");

        await site.Market.NoFaultAsync();
        await site.Market.StepAsync();
        await tab.LiveAsync();
        await Expect(tab.UpstreamFailure).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_tab_that_was_hidden_for_five_steps_has_them_all_when_it_is_shown()
    {
        await using var site = await DemoSite.StartAsync();
        await using var tab = await browser.OpenAsync(site.Address);
        var page = new ItemPage(tab);
        await site.Market.StepToAsync(60);
        await site.Market.TradeAsync(Whip, 100, 90, after: 0);
        await page.GoAsync(Whip, "1h");
        await tab.LiveAsync();

        await tab.HideAsync();
        for (var step = 1; step <= 5; step++)
        {
            await site.Market.TradeAsync(Whip, high: 100 + step, after: 60);
        }

        await Expect(tab.Price(Whip, "high")).ToHaveTextAsync("100");
        await tab.ShowAsync();

        await tab.LiveAsync();
        await Expect(page.Tip).ToContainTextAsync("105");
        await Expect(page.LiveBuckets).ToHaveCountAsync(5);
        Assert.Equal([100, 101, 102, 103, 104], (await page.DrawnAsync(0)).TakeLast(5).Select(point => point.Price));
    }
}
