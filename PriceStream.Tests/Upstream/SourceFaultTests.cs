using PriceStream.Tests.Support;

namespace PriceStream.Tests.Upstream;

/// <summary>The price source, seen by the running process: the last good prices stay, everybody is told why, and it recovers by itself.</summary>
public sealed class SourceFaultTests
{
    [Fact]
    public async Task Redirected_to_a_page_the_last_prices_stay_everybody_is_told_and_it_recovers()
    {
        const string Reason = "the price source answered text/html instead of JSON";
        await using var site = await FaultySite.StartAsync();
        await using var stream = await SseReader.ConnectAsync(site.Http, "?items=2");
        var ordinary = site.Upstream.Faults["latest"];
        site.Upstream.Faults["elsewhere"] = FakeUpstream.Text("<h1>Sign in</h1>", "text/html");

        site.Upstream.Faults["latest"] = context =>
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

        site.Upstream.Faults["latest"] = ordinary;
        await site.LogsAsync("The price source answers again");
        await site.GoesOnAsync();
    }

    [Fact]
    public async Task Slower_than_the_polls_prices_still_come_and_nothing_piles_up()
    {
        await using var site = await FaultySite.StartAsync();
        var ordinary = site.Upstream.Faults["latest"];
        var (asked, most) = (0, 0);
        site.Upstream.Faults["latest"] = async context =>
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
    public async Task Refused_the_last_prices_stay_and_everybody_is_told()
    {
        await using var site = await FaultySite.StartAsync();
        await site.StopAsync();
        site["Upstream__BaseAddress"] = $"http://127.0.0.1:{FaultySite.FreePort()}/";

        await site.StartAsync();
        await Eventually.TrueAsync(async () => (await site.PageAsync()).Contains("the price source refuses the connection", StringComparison.Ordinal), "the page says why");
        Assert.True(await site.PriceAsync() > 1000, "the last good prices are gone");
        Assert.Contains("Item 2", await site.PageAsync("items/2/item-2"), StringComparison.Ordinal);
    }
}
