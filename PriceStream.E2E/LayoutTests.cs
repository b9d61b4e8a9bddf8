using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;
using PriceStream.E2E.Pages;
using PriceStream.E2E.Support;
using PriceStream.Tests.Support;
using static PriceStream.E2E.Support.Items;

namespace PriceStream.E2E;

/// <summary>No page scrolls sideways or shifts under the visitor.</summary>
public sealed class LayoutTests(BrowserFixture browser)
{
    private const long Start = FakeUpstream.Start;

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task No_page_scrolls_sideways_on_a_phone(ColorScheme scheme)
    {
        await using var app = await Arrange.StartAsync();
        app.Upstream.Set(Cannonball, high: 2_147_483_647, highTime: Start + 70, low: 2_147_483_647, lowTime: Start + 70);
        await app.PollAsync();
        await using var tab = await browser.OpenAsync(
            app.Http.BaseAddress!,
            new() { ViewportSize = new() { Width = 360, Height = 740 }, ColorScheme = scheme });

        await new ItemsPage(tab).OpenAsync();
        await tab.WaitForLiveAsync();
        Assert.False(await tab.ScrollsSidewaysAsync());
        await new ItemPage(tab).OpenAsync(Cannonball);
        await tab.WaitForLiveAsync();
        Assert.False(await tab.ScrollsSidewaysAsync());
    }

    [Theory]
    [InlineData(1280, "")]
    [InlineData(800, "")]
    [InlineData(360, "")]
    [InlineData(1280, "items/4151/abyssal-whip")]
    [InlineData(360, "items/4151/abyssal-whip")]
    public async Task Nothing_shifts_when_scripts_start_when_prices_change_and_when_the_upstream_fails(int width, string path)
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(
            app.Http.BaseAddress!,
            new() { ViewportSize = new() { Width = width, Height = 800 } });
        await tab.Page.AddInitScriptAsync(
            "window.moved = 0; new PerformanceObserver(list => { for (const shift of list.getEntries()) moved += shift.value; })"
            + ".observe({ type: 'layout-shift', buffered: true })");
        await tab.Page.GotoAsync(path);
        await tab.WaitForLiveAsync();

        app.Upstream.Set(Whip, high: 999, highTime: Start + 70, low: 888, lowTime: Start + 75);
        await app.PollAsync();
        await Expect(tab.Price(Whip, "high")).ToHaveTextAsync("999");
        // Chromium's layout shift score; it calls a page bad from 0.1 on.
        Assert.InRange(await tab.Page.EvaluateAsync<double>("moved"), 0, 0.005);

        app.Upstream.Overrides["latest"] = FakeUpstream.Text("{}", status: 404);
        await app.PollAsync();
        await Expect(tab.UpstreamFailure).ToBeInViewportAsync();
        Assert.InRange(await tab.Page.EvaluateAsync<double>("moved"), 0, 0.05); // on a page this short the footer makes room
    }

    // Each read makes the browser lay out what the tick has changed so far, which makes a tick of 50 rows many times as long.
    [Theory]
    [InlineData("")]
    [InlineData("items/4151/abyssal-whip")]
    public async Task A_tick_does_not_read_the_selection_while_nothing_is_selected(string path)
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        await tab.Page.AddInitScriptAsync("""
            window.reads = 0;
            const { get } = Object.getOwnPropertyDescriptor(Selection.prototype, 'isCollapsed');
            Object.defineProperty(Selection.prototype, 'isCollapsed', { get() { reads++; return get.call(this); } });
            """);
        await tab.Page.GotoAsync(path);
        await tab.WaitForLiveAsync();
        await tab.Page.EvaluateAsync("reads = 0");

        app.Upstream.Set(Whip, high: 1_600_000, highTime: Start + 70, low: 1_400_000, lowTime: Start + 75);
        await app.PollAsync();
        await Expect(tab.Price(Whip, "high")).ToHaveTextAsync("1,600,000");

        Assert.Equal(0, await tab.Page.EvaluateAsync<int>("reads"));
    }
}
