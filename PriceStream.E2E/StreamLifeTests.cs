using static Microsoft.Playwright.Assertions;
using PriceStream.E2E.Pages;
using PriceStream.E2E.Support;
using PriceStream.Tests.Support;

namespace PriceStream.E2E;

/// <summary>When the page holds a stream and when it does not, and what it says of it.</summary>
public sealed class StreamLifeTests(BrowserFixture browser)
{
    private const long Start = FakeUpstream.Start;

    [Fact]
    public async Task A_source_that_is_no_longer_polled_is_delayed_and_not_live()
    {
        await using var app = await Arrange.StartAsync(("Upstream:PollSeconds", "1"));
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        await new ItemPage(tab).GoAsync(4151);

        await tab.IsAsync("delayed"); // two seconds after the only poll
        await app.PollAsync();
        await tab.LiveAsync();
    }

    [Fact]
    public async Task A_hidden_tab_holds_no_stream_and_has_everything_when_it_is_shown()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var page = new ItemPage(tab);
        await page.GoAsync(2, "1h");
        await tab.LiveAsync();
        var streams = tab.Streams;

        await tab.HideAsync();
        for (var poll = 0; poll < 5; poll++)
        {
            app.Upstream.Set(2, 200 + poll, Start + 61 + 60 * poll, 190, Start - 20);
            await app.PollAsync();
        }

        Assert.Equal(streams, tab.Streams);
        await Expect(tab.Price(2, "high")).ToHaveTextAsync("193");
        await tab.ShowAsync();

        await tab.LiveAsync();
        await page.DrawsAsync(0, 6);
        Assert.Equal([193, 200, 201, 202, 203, 204], (await page.DrawnAsync(0)).Select(point => point.Price));
    }

    [Fact]
    public async Task Eight_tabs_opened_in_the_background_are_usable_at_once_and_hold_no_stream()
    {
        await using var app = await Arrange.StartAsync();
        await using var first = await browser.OpenAsync(app.Http.BaseAddress!);
        var tabs = new List<Tab>();
        for (var number = 0; number < 8; number++)
        {
            tabs.Add(await first.OpenAnotherAsync());
            await tabs[number].OpenHiddenAsync();
            await new ItemsPage(tabs[number]).GoAsync();
        }

        foreach (var tab in tabs)
        {
            await Expect(new ItemsPage(tab).Rows).ToHaveCountAsync(3);
            Assert.Equal(0, tab.Streams);
        }

        await tabs[7].ShowAsync();
        await tabs[7].LiveAsync();
        Assert.Equal(1, tabs[7].Streams);
    }

    [Fact]
    public async Task Pause_closes_the_stream_and_is_remembered()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var page = new ItemPage(tab);
        await page.GoAsync(2);
        await tab.LiveAsync();

        await tab.Pause.ClickAsync();
        await tab.IsAsync("paused");
        await Expect(tab.Pause).ToHaveAttributeAsync("aria-pressed", "true");
        app.Upstream.Set(2, 210, Start + 70, 190, Start - 20);
        await app.PollAsync();
        await tab.Page.ReloadAsync();
        await tab.IsAsync("paused");
        Assert.Equal(1, tab.Streams);

        app.Upstream.Set(2, 220, Start + 130, 190, Start - 20);
        await app.PollAsync();
        await Expect(tab.Price(2, "high")).ToHaveTextAsync("210");
        await tab.Pause.PressAsync("Enter");
        await tab.LiveAsync();
        await Expect(tab.Price(2, "high")).ToHaveTextAsync("220");
    }

    [Fact]
    public async Task What_was_missed_for_good_is_fetched_and_told()
    {
        await using var app = await Arrange.StartAsync(("Sse:ReplayWindow", "00:00:00"));
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var page = new ItemPage(tab);
        await page.GoAsync(2, "1h");
        await tab.LiveAsync();

        await tab.HideAsync();
        for (var poll = 0; poll < 4; poll++)
        {
            app.Upstream.Set(2, 200 + poll, Start + 61 + 60 * poll, 190, Start - 20);
            await app.PollAsync();
        }

        await tab.ShowAsync();
        await Expect(tab.Missed).ToContainTextAsync("were missed");
        await page.DrawsAsync(0, 5);
        Assert.Equal([193, 200, 201, 202, 203], (await page.DrawnAsync(0)).Select(point => point.Price));
        await Expect(tab.Price(2, "high")).ToHaveTextAsync("203");
    }
}
