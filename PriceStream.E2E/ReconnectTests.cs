using static Microsoft.Playwright.Assertions;
using PriceStream.E2E.Pages;
using PriceStream.E2E.Support;
using PriceStream.Tests.Support;

namespace PriceStream.E2E;

/// <summary>The stream is lost or refused, by the network or the server, and the page finds it again.</summary>
public sealed class ReconnectTests(BrowserFixture browser)
{
    private const long Start = FakeUpstream.Start;

    [Fact]
    public async Task A_server_that_was_killed_and_restarted_is_found_again_and_nothing_is_missing_or_there_twice()
    {
        var folder = Directory.CreateTempSubdirectory("pricestream-");
        var first = await AppFactory.StartAsync(folder.FullName);
        await first.RefreshCatalogueAsync();
        await first.PollAsync();
        await using var proxy = new Proxy(first.Http.BaseAddress!);
        await using var tab = await browser.OpenAsync(proxy.Address);
        var page = new ItemPage(tab);
        await page.GoAsync(2, "1h");
        await tab.LiveAsync();
        first.Upstream.Set(2, 201, Start + 70, 190, Start - 20);
        await first.PollAsync();
        await Expect(page.Tip).ToContainTextAsync("201");

        tab.Excuse("Failed to load resource: net::"); // while there is no server
        tab.Excuse("htmx:sse:error: network error");
        proxy.LeadTo(null);
        var time = first.Clock.GetUtcNow();
        await first.DisposeAsync();
        await tab.IsAsync("reconnecting");
        await using var second = await AppFactory.StartAsync(folder.FullName);
        second.Clock.SetUtcNow(time);
        second.Upstream.Set(2, 202, Start + 130, 190, Start - 20);
        await second.PollAsync();
        proxy.LeadTo(second.Http.BaseAddress!);

        await tab.LiveAsync();
        await Expect(tab.Price(2, "high")).ToHaveTextAsync("202");
        second.Upstream.Set(2, 203, Start + 190, 190, Start - 20);
        await second.PollAsync();
        await Expect(page.Tip).ToContainTextAsync("203");
        var history = (await second.GetJsonAsync("api/v1/prices/history/2?period=1h&cache=skip"))["data"]!.AsArray()
            .Where(row => row!["open"] is null && row["high"] is not null)
            .Select(row => (DateTimeOffset.Parse((string)row!["timestamp"]!, null).ToUnixTimeSeconds(), (long)row["high"]!)).ToList();
        await page.DrawsAsync(0, history.Count);
        Assert.Equal(history, await page.DrawnAsync(0));
    }

    [Theory]
    [InlineData(503, "text/plain")]
    [InlineData(502, "text/html")]
    public async Task A_first_connection_that_is_refused_is_made_again(int status, string contentType)
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var refused = 0;
        tab.Excuse($"{status}");
        await tab.Page.RouteAsync("**/stream?*", route => refused++ < 2
            ? route.FulfillAsync(new() { Status = status, ContentType = contentType, Body = "<h1>no</h1>" })
            : route.ContinueAsync());
        await new ItemPage(tab).GoAsync(4151);
        await tab.Page.EvaluateAsync("window.notReloaded = true");

        await tab.LiveAsync();
        Assert.Equal(3, refused);
        Assert.True(await tab.Page.EvaluateAsync<bool>("window.notReloaded"));
    }

    [Fact]
    public async Task A_network_that_goes_silent_is_noticed_within_two_heartbeats()
    {
        await using var app = await Arrange.StartAsync(("Sse:HeartbeatInterval", "00:00:03"));
        await using var proxy = new Proxy(app.Http.BaseAddress!);
        await using var tab = await browser.OpenAsync(proxy.Address);
        await new ItemPage(tab).GoAsync(4151);
        await tab.LiveAsync();

        tab.Excuse("net::");
        proxy.Silent = true;
        await Expect(tab.LiveStatus).ToHaveTextAsync("RECONNECTING", new() { Timeout = 6500 });
        app.Upstream.Set(4151, 1_600_000, Start + 70, 1_490_000, Start + 75);
        await app.PollAsync();

        proxy.Silent = false;
        proxy.LeadTo(app.Http.BaseAddress!); // what was asked in the silence is lost
        await Expect(tab.Price(4151, "high")).ToHaveTextAsync("1,600,000");
        await tab.LiveAsync();
    }

    [Fact]
    public async Task A_full_server_is_told_and_taken_when_there_is_room()
    {
        await using var app = await Arrange.StartAsync(
            ("Sse:MaxClients", "1"),
            ("Sse:ReconnectBaseDelay", "100"),
            ("Sse:ReconnectMaxDelay", "500"));
        var first = await browser.OpenAsync(app.Http.BaseAddress!);
        await new ItemPage(first).GoAsync(2);
        await first.LiveAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        tab.Excuse("503");
        await new ItemPage(tab).GoAsync(2);
        await Expect(tab.LiveStatus).ToHaveTextAsync("EVERY MINUTE");

        await first.DisposeAsync();
        await tab.LiveAsync();
    }

    [Fact]
    public async Task A_lost_network_is_offline()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        await new ItemPage(tab).GoAsync(2);
        await tab.LiveAsync();

        tab.Excuse("net::ERR_INTERNET_DISCONNECTED");
        await tab.Page.Context.SetOfflineAsync(true);
        await tab.IsAsync("offline");
        await tab.Page.Context.SetOfflineAsync(false);
        await tab.LiveAsync();
    }
}
