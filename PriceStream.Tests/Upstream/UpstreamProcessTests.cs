using PriceStream.Tests.Support;

namespace PriceStream.Tests.Upstream;

/// <summary>The running site, while the upstream fails: the last good prices stay, the site says why, and it recovers.</summary>
public sealed class UpstreamProcessTests
{
    [Fact]
    public async Task When_the_upstream_redirects_to_a_page_the_last_prices_stay_and_the_site_recovers()
    {
        const string Reason = "the price source answered text/html instead of JSON";
        await using var site = await BreakableSite.StartAsync();
        await using var stream = await SseReader.ConnectAsync(site.Http, "?items=2");
        var ordinary = site.Upstream.Overrides["latest"];
        site.Upstream.Overrides["elsewhere"] = FakeUpstream.Text("<h1>Sign in</h1>", "text/html");

        site.Upstream.Overrides["latest"] = context =>
        {
            context.Response.Redirect("elsewhere");
            return Task.CompletedTask;
        };
        while ((string?)(await stream.NextAsync("feed")).Json["reason"] != Reason)
        {
        }

        Assert.True(await site.PriceAsync() > 1000, "the last good prices are gone");
        Assert.Contains(Reason, await site.PageAsync(), StringComparison.Ordinal);
        Assert.Contains(Reason, await site.PageAsync("items/2/item-2"), StringComparison.Ordinal);
        await site.ReadySaysAsync("\"Healthy\""); // it can serve
        Assert.Contains("The price source answered text/html", site.Log, StringComparison.Ordinal);

        site.Upstream.Overrides["latest"] = ordinary;
        await site.LogsAsync("Polls succeed again");
        await site.GoesOnAsync();
    }

    [Fact]
    public async Task When_the_upstream_is_slower_than_the_polls_prices_still_arrive_and_no_requests_pile_up()
    {
        await using var site = await BreakableSite.StartAsync();
        var ordinary = site.Upstream.Overrides["latest"];
        var (asked, most) = (0, 0);
        site.Upstream.Overrides["latest"] = async context =>
        {
            most = Math.Max(most, Interlocked.Increment(ref asked));
            await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System);
            Interlocked.Decrement(ref asked);
            await ordinary(context);
        };

        await site.GoesOnAsync();
        await site.GoesOnAsync();
        Assert.Equal(1, most);
    }

    [Fact]
    public async Task When_the_upstream_refuses_connections_the_last_prices_stay_and_the_page_says_so()
    {
        await using var site = await BreakableSite.StartAsync();
        await site.StopAsync();
        site["Upstream__BaseAddress"] = $"http://127.0.0.1:{BreakableSite.FreePort()}/";

        await site.StartAsync();
        await Eventually.TrueAsync(
            async () => (await site.PageAsync()).Contains("the price source refuses the connection", StringComparison.Ordinal),
            "the page says why");
        Assert.True(await site.PriceAsync() > 1000, "the last good prices are gone");
        Assert.Contains("Item 2", await site.PageAsync("items/2/item-2"), StringComparison.Ordinal);
    }
}
