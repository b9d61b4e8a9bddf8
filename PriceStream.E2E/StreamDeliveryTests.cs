using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;
using PriceStream.E2E.Pages;
using PriceStream.E2E.Support;
using PriceStream.Tests.Support;
using static PriceStream.E2E.Support.Items;

namespace PriceStream.E2E;

/// <summary>Networks, proxies and browsers that stand in the stream's way.</summary>
public sealed class StreamDeliveryTests(BrowserFixture browser)
{
    [Fact]
    public async Task Behind_a_proxy_that_holds_the_stream_back_the_page_polls_each_minute_and_is_live_when_the_proxy_lets_go()
    {
        await using var app = await Arrange.StartAsync();
        await using var proxy = new Proxy(app.Http.BaseAddress!);
        proxy.HoldStreams();
        await using var tab = await browser.OpenAsync(proxy.Address);
        await new ItemsPage(tab).OpenAsync();

        await tab.WaitForStateAsync("polling");
        await Expect(tab.LiveStatus).ToHaveTextAsync("EVERY MINUTE");

        proxy.ReleaseStreams();
        await tab.WaitForLiveAsync();
    }

    [Fact]
    public async Task Of_eight_windows_over_HTTP_1_all_load_and_those_without_a_stream_poll_each_minute_and_say_so()
    {
        await using var app = await Arrange.StartAsync();
        await using var first = await browser.OpenAsync(app.Http.BaseAddress!);
        var tabs = new List<Tab> { first };
        await new ItemsPage(first).OpenAsync();
        for (var number = 2; number <= 8; number++)
        {
            tabs.Add(await first.OpenAnotherAsync());
            await new ItemsPage(tabs[^1]).OpenAsync();
        }

        await Task.WhenAll(tabs.Take(4).Select(tab => tab.WaitForLiveAsync()));
        await Task.WhenAll(tabs.Skip(4).Select(tab => tab.WaitForStateAsync("polling")));

        await first.HideAsync();
        await tabs[7].HideAsync();
        await tabs[7].ShowAsync(); // as when the reader comes back to this window
        await tabs[7].WaitForLiveAsync();
    }

    [Theory]
    [InlineData("null")]
    [InlineData("new Proxy({}, { get() { throw new Error('blocked'); }, set() { throw new Error('blocked'); } })")]
    public async Task Where_the_browser_has_no_storage_everything_but_the_memory_of_Pause_works(string storage)
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        await tab.Page.AddInitScriptAsync($"Object.defineProperty(window, 'localStorage', {{ get: () => ({storage}) }})");
        await new ItemsPage(tab).OpenAsync();
        await tab.WaitForLiveAsync();

        await tab.PauseButton.ClickAsync();
        await tab.WaitForStateAsync("paused");
        await tab.PauseButton.ClickAsync();
        await tab.WaitForLiveAsync();
    }

    [Fact]
    public async Task Where_reading_the_storage_throws_the_page_is_live()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        await tab.Page.AddInitScriptAsync(
            "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError'); } })");
        await new ItemsPage(tab).OpenAsync();

        await tab.WaitForLiveAsync();
    }

    [Fact]
    public async Task A_browser_that_believes_it_is_offline_while_the_site_answers_is_live()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        await tab.Page.AddInitScriptAsync("Object.defineProperty(navigator, 'onLine', { get: () => false })");
        await new ItemsPage(tab).OpenAsync();

        await tab.WaitForLiveAsync();
        await tab.Page.EvaluateAsync("dispatchEvent(new Event('offline'))");
        app.Upstream.Set(Whip, high: 1_600_000, highTime: FakeUpstream.Start + 70, low: 1_480_000, lowTime: FakeUpstream.Start - 40);
        await app.PollAsync();
        await tab.WaitForPriceAsync(Whip, high: 1_600_000);
        await tab.WaitForLiveAsync();
    }

    [Fact]
    public async Task A_page_says_how_long_it_was_cut_off_and_is_live_before_the_back_off_ends()
    {
        const int LongDelay = 120_000; // the retry would come long after this test has ended
        await using var site = await DemoSite.StartAsync(reconnectBaseDelay: LongDelay, reconnectMaxDelay: LongDelay);
        await using var tab = await browser.OpenAsync(site);
        await new ItemPage(tab).OpenAsync(Whip);
        await tab.WaitForLiveAsync();

        tab.ExcuseLostServer();
        await site.KillAsync();
        await tab.WaitForStateAsync("reconnecting");
        await site.StartAgainAsync();
        await site.Market.StepAsync();

        await tab.WaitForLiveAsync();
        await Expect(tab.MissedNotice).ToHaveTextAsync(new Regex(@"^Refreshed: [1-9]\d* (s|min) of updates were missed\.$"));
    }
}
