using static Microsoft.Playwright.Assertions;
using PriceStream.E2E.Pages;
using PriceStream.E2E.Support;
using PriceStream.Tests.Support;
using static PriceStream.E2E.Support.Items;

namespace PriceStream.E2E;

/// <summary>The network or the server drops or refuses the stream, and the page reconnects.</summary>
public sealed class ReconnectTests(BrowserFixture browser)
{
    private const long Start = FakeUpstream.Start;

    [Fact]
    public async Task After_a_restart_of_the_server_the_chart_has_every_price_once()
    {
        var folder = Directory.CreateTempSubdirectory("pricestream-");
        var first = await AppFactory.StartAsync(folder.FullName);
        await first.RefreshCatalogueAsync();
        await first.PollAsync();
        await using var proxy = new Proxy(first.Http.BaseAddress!);
        await using var tab = await browser.OpenAsync(proxy.Address);
        var page = new ItemPage(tab);
        await page.OpenAsync(Cannonball, period: "1h");
        await tab.WaitForLiveAsync();
        first.Upstream.Set(Cannonball, high: 201, highTime: Start + 70, low: 190, lowTime: Start - 20);
        await first.PollAsync();
        await Expect(page.TipRow).ToContainTextAsync("201");

        tab.ExcuseLostServer();
        proxy.LeadTo(site: null);
        var time = first.Clock.GetUtcNow();
        await first.DisposeAsync();
        await tab.WaitForStateAsync("reconnecting");
        await using var second = await AppFactory.StartAsync(folder.FullName);
        second.Clock.SetUtcNow(time);
        second.Upstream.Set(Cannonball, high: 202, highTime: Start + 130, low: 190, lowTime: Start - 20);
        await second.PollAsync();
        proxy.LeadTo(second.Http.BaseAddress!);

        await tab.WaitForLiveAsync();
        await Expect(tab.Price(Cannonball, "high")).ToHaveTextAsync("202");
        second.Upstream.Set(Cannonball, high: 203, highTime: Start + 190, low: 190, lowTime: Start - 20);
        await second.PollAsync();
        await Expect(page.TipRow).ToContainTextAsync("203");
        var history = (await new PriceApi(second.Http).HistoryAsync(Cannonball, period: "1h"))
            .Where(row => row is { IsOpen: false, High: not null })
            .Select(row => new ChartPoint(row.Time, row.High!.Value))
            .ToList();
        await page.WaitForPointCountAsync(ChartLine.InstantBuy, count: history.Count);
        Assert.Equal(history, await page.PointsAsync(ChartLine.InstantBuy));
    }

    [Theory]
    [InlineData(503, "text/plain")]
    [InlineData(502, "text/html")]
    public async Task A_page_whose_stream_is_refused_tries_again(int status, string contentType)
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var refused = 0;
        tab.Excuse($"{status}");
        await tab.Page.RouteAsync("**/stream?*", route => refused++ < 2
            ? route.FulfillAsync(new() { Status = status, ContentType = contentType, Body = "<h1>no</h1>" })
            : route.ContinueAsync());
        await new ItemPage(tab).OpenAsync(Whip);
        await tab.Page.EvaluateAsync("window.notReloaded = true");

        await tab.WaitForLiveAsync();
        Assert.Equal(3, refused);
        Assert.True(await tab.Page.EvaluateAsync<bool>("window.notReloaded"));
    }

    [Fact]
    public async Task A_page_notices_within_two_heartbeats_that_the_network_is_silent()
    {
        await using var app = await Arrange.StartAsync(("Sse:HeartbeatInterval", "00:00:03"));
        await using var proxy = new Proxy(app.Http.BaseAddress!);
        await using var tab = await browser.OpenAsync(proxy.Address);
        await new ItemPage(tab).OpenAsync(Whip);
        await tab.WaitForLiveAsync();

        tab.Excuse("net::");
        proxy.Silent = true;
        await Expect(tab.LiveStatus).ToHaveTextAsync("RECONNECTING", new() { Timeout = 6500 });
        app.Upstream.Set(Whip, high: 1_600_000, highTime: Start + 70, low: 1_490_000, lowTime: Start + 75);
        await app.PollAsync();

        proxy.Silent = false;
        proxy.LeadTo(app.Http.BaseAddress!); // requests made during the silence are lost
        await Expect(tab.Price(Whip, "high")).ToHaveTextAsync("1,600,000");
        await tab.WaitForLiveAsync();
    }

    [Fact]
    public async Task A_page_without_a_stream_on_a_full_server_becomes_live_when_another_visitor_leaves()
    {
        await using var app = await Arrange.StartAsync(
            ("Sse:MaxClients", "1"),
            ("Sse:ReconnectBaseDelay", "100"),
            ("Sse:ReconnectMaxDelay", "500"));
        var first = await browser.OpenAsync(app.Http.BaseAddress!);
        await new ItemPage(first).OpenAsync(Cannonball);
        await first.WaitForLiveAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        tab.Excuse("503");
        await new ItemPage(tab).OpenAsync(Cannonball);
        await Expect(tab.LiveStatus).ToHaveTextAsync("EVERY MINUTE");

        await first.DisposeAsync();
        await tab.WaitForLiveAsync();
    }

    [Fact]
    public async Task A_page_without_a_network_says_that_it_is_offline()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        await new ItemPage(tab).OpenAsync(Cannonball);
        await tab.WaitForLiveAsync();

        tab.Excuse("net::ERR_INTERNET_DISCONNECTED");
        await tab.Page.Context.SetOfflineAsync(true);
        await tab.WaitForStateAsync("offline");
        await tab.Page.Context.SetOfflineAsync(false);
        await tab.WaitForLiveAsync();
    }
}
