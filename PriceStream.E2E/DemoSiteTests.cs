using PriceStream.E2E.Support;
using static PriceStream.E2E.Support.Items;

namespace PriceStream.E2E;

/// <summary>The site as a process that a test kills and starts again.</summary>
public sealed class DemoSiteTests
{
    [Fact]
    public async Task A_killed_site_starts_again_at_the_same_address_with_its_prices_and_its_time()
    {
        await using var site = await DemoSite.StartAsync();
        var address = site.Address;
        var trade = await site.Market.TradeInOwnBucketAsync(Whip, high: 2_000_000, low: 1_900_000, bucketSeconds: 300);

        await site.KillAsync();
        using var visitor = new HttpClient();
        await Assert.ThrowsAsync<HttpRequestException>(() => visitor.GetAsync(address, TestContext.Current.CancellationToken));
        await site.StartAgainAsync();

        Assert.Equal(address, site.Address);
        Assert.Equal(trade, await site.Market.TimeAsync());
        var row = Assert.Single(await site.Api.HistoryAsync(Whip, period: "1h"), row => row.Time == trade);
        Assert.Equal((2_000_000, 1_900_000), (row.High, row.Low));
    }

    [Fact]
    public async Task A_site_that_cannot_start_says_why()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => DemoSite.StartAsync(pollSeconds: 61));

        Assert.Contains("PollSeconds", error.Message, StringComparison.Ordinal);
    }
}
