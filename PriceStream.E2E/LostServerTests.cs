using PriceStream.E2E.Pages;
using PriceStream.E2E.Support;

namespace PriceStream.E2E;

/// <summary>A visitor keeps a chart open while the server is killed and comes back.</summary>
public sealed class LostServerTests(BrowserFixture browser)
{
    private const int Whip = 4151;

    [Fact]
    public async Task The_price_jumps_the_server_is_killed_and_comes_back_and_nothing_is_lost()
    {
        await using var site = await DemoSite.StartAsync(reconnectBaseDelay: 100, reconnectMaxDelay: 500);
        await using var tab = await browser.OpenAsync(site);
        var page = new ItemPage(tab);
        await page.OpenAsync(Whip, period: "1h");
        await tab.WaitForLiveAsync();

        var jump = await site.Market.TradeInOwnBucketAsync(Whip, high: 2_000_000, low: 1_900_000);
        await tab.WaitForPriceAsync(Whip, high: 2_000_000);

        tab.ExcuseLostServer();
        await site.KillAsync();
        await tab.WaitForStateAsync("reconnecting");
        await site.StartAgainAsync();
        var missed = await site.Market.TradeInOwnBucketAsync(Whip, high: 2_100_000, low: 1_950_000);
        await tab.WaitForLiveAsync();
        await site.Market.TradeInOwnBucketAsync(Whip, high: 2_200_000, low: 1_990_000);

        await page.WaitForPointAsync(ChartLine.Tip, value: 2_200_000);
        await page.WaitForPointAsync(ChartLine.InstantBuy, value: 2_000_000, at: jump);
        await page.WaitForPointAsync(ChartLine.InstantBuy, value: 2_100_000, at: missed);
        var history = await site.Api.HistoryAsync(Whip, period: "1h");
        Assert.Equal([2_000_000, 2_100_000], history.Where(row => row.Time >= jump && !row.IsOpen).Select(row => row.High));
    }
}
