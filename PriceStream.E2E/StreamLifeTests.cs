using static Microsoft.Playwright.Assertions;
using PriceStream.E2E.Pages;
using PriceStream.E2E.Support;
using PriceStream.Tests.Support;
using static PriceStream.E2E.Support.Items;

namespace PriceStream.E2E;

/// <summary>When a page has a stream, and what it shows when it has none.</summary>
public sealed class StreamLifeTests(BrowserFixture browser)
{
    private const long Start = FakeUpstream.Start;

    [Fact]
    public async Task A_page_is_delayed_when_no_poll_follows()
    {
        await using var app = await Arrange.StartAsync(("Upstream:PollSeconds", "1"));
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        await new ItemPage(tab).OpenAsync(Whip);

        await tab.WaitForStateAsync("delayed"); // two seconds after the only poll
        await app.PollAsync();
        await tab.WaitForLiveAsync();
    }

    [Fact]
    public async Task A_hidden_tab_has_no_stream_and_has_every_price_when_it_is_shown()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var page = new ItemPage(tab);
        await page.OpenAsync(Cannonball, period: "1h");
        await tab.WaitForLiveAsync();
        var streams = tab.StreamsOpened;

        await tab.HideAsync();
        for (var poll = 0; poll < 5; poll++)
        {
            app.Upstream.Set(Cannonball, high: 200 + poll, highTime: Start + 61 + 60 * poll, low: 190, lowTime: Start - 20);
            await app.PollAsync();
        }

        Assert.Equal(streams, tab.StreamsOpened);
        await Expect(tab.Price(Cannonball, "high")).ToHaveTextAsync("193");
        await tab.ShowAsync();

        await tab.WaitForLiveAsync();
        await page.WaitForPointCountAsync(ChartLine.InstantBuy, count: 6);
        Assert.Equal([193, 200, 201, 202, 203, 204], (await page.PointsAsync(ChartLine.InstantBuy)).Select(point => point.Value));
    }

    [Fact]
    public async Task Tabs_opened_in_the_background_show_prices_and_have_no_stream()
    {
        await using var app = await Arrange.StartAsync();
        await using var first = await browser.OpenAsync(app.Http.BaseAddress!);
        var tabs = new List<Tab>();
        for (var number = 0; number < 8; number++)
        {
            tabs.Add(await first.OpenAnotherAsync());
            await tabs[number].StartHiddenAsync();
            await new ItemsPage(tabs[number]).OpenAsync();
        }

        foreach (var tab in tabs)
        {
            await Expect(new ItemsPage(tab).Rows).ToHaveCountAsync(3);
            Assert.Equal(0, tab.StreamsOpened);
        }

        await tabs[7].ShowAsync();
        await tabs[7].WaitForLiveAsync();
        Assert.Equal(1, tabs[7].StreamsOpened);
    }

    [Fact]
    public async Task Pause_closes_the_stream_and_still_applies_after_a_reload()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var page = new ItemPage(tab);
        await page.OpenAsync(Cannonball);
        await tab.WaitForLiveAsync();

        await tab.PauseButton.ClickAsync();
        await tab.WaitForStateAsync("paused");
        await Expect(tab.PauseButton).ToHaveAttributeAsync("aria-pressed", "true");
        app.Upstream.Set(Cannonball, high: 210, highTime: Start + 70, low: 190, lowTime: Start - 20);
        await app.PollAsync();
        await tab.Page.ReloadAsync();
        await tab.WaitForStateAsync("paused");
        Assert.Equal(1, tab.StreamsOpened);

        app.Upstream.Set(Cannonball, high: 220, highTime: Start + 130, low: 190, lowTime: Start - 20);
        await app.PollAsync();
        await Expect(tab.Price(Cannonball, "high")).ToHaveTextAsync("210");
        await tab.PauseButton.PressAsync("Enter");
        await tab.WaitForLiveAsync();
        await Expect(tab.Price(Cannonball, "high")).ToHaveTextAsync("220");
    }

    [Fact]
    public async Task A_page_that_missed_updates_says_so_and_fetches_them()
    {
        await using var app = await Arrange.StartAsync(("Sse:ReplayWindow", "00:00:00"));
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var page = new ItemPage(tab);
        await page.OpenAsync(Cannonball, period: "1h");
        await tab.WaitForLiveAsync();

        await tab.HideAsync();
        for (var poll = 0; poll < 4; poll++)
        {
            app.Upstream.Set(Cannonball, high: 200 + poll, highTime: Start + 61 + 60 * poll, low: 190, lowTime: Start - 20);
            await app.PollAsync();
        }

        await tab.ShowAsync();
        await Expect(tab.MissedNotice).ToContainTextAsync("were missed");
        await page.WaitForPointCountAsync(ChartLine.InstantBuy, count: 5);
        Assert.Equal([193, 200, 201, 202, 203], (await page.PointsAsync(ChartLine.InstantBuy)).Select(point => point.Value));
        await Expect(tab.Price(Cannonball, "high")).ToHaveTextAsync("203");
    }
}
