using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;
using PriceStream.E2E.Pages;
using PriceStream.E2E.Support;
using PriceStream.Tests.Support;

namespace PriceStream.E2E;

/// <summary>Nothing scrolls sideways, and nothing moves under the reader.</summary>
public sealed class LayoutTests(BrowserFixture browser)
{
    private const long Start = FakeUpstream.Start;

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task On_a_phone_nothing_scrolls_sideways(ColorScheme scheme)
    {
        await using var app = await Arrange.StartAsync();
        app.Upstream.Set(2, 2_147_483_647, Start + 70, 2_147_483_647, Start + 70);
        await app.PollAsync();
        await using var tab = await browser.OpenAsync(
            app.Http.BaseAddress!,
            new() { ViewportSize = new() { Width = 360, Height = 740 }, ColorScheme = scheme });

        await new ItemsPage(tab).GoAsync();
        await tab.LiveAsync();
        Assert.False(await tab.ScrollsSidewaysAsync());
        await new ItemPage(tab).GoAsync(2);
        await tab.LiveAsync();
        Assert.False(await tab.ScrollsSidewaysAsync());
    }

    [Theory]
    [InlineData(1280, "")]
    [InlineData(800, "")]
    [InlineData(360, "")]
    [InlineData(1280, "items/4151/abyssal-whip")]
    [InlineData(360, "items/4151/abyssal-whip")]
    public async Task Nothing_moves_when_script_starts_when_prices_change_and_when_the_source_fails(int width, string path)
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(
            app.Http.BaseAddress!,
            new() { ViewportSize = new() { Width = width, Height = 800 } });
        await tab.Page.AddInitScriptAsync(
            "window.moved = 0; new PerformanceObserver(list => { for (const shift of list.getEntries()) moved += shift.value; })"
            + ".observe({ type: 'layout-shift', buffered: true })");
        await tab.Page.GotoAsync(path);
        await tab.LiveAsync();

        app.Upstream.Set(4151, 999, Start + 70, 888, Start + 75);
        await app.PollAsync();
        await Expect(tab.Price(4151, "high")).ToHaveTextAsync("999");
        // Chromium's layout shift score; it calls a page bad from 0.1 on.
        Assert.InRange(await tab.Page.EvaluateAsync<double>("moved"), 0, 0.005);

        app.Upstream.Overrides["latest"] = FakeUpstream.Text("{}", status: 404);
        await app.PollAsync();
        await Expect(tab.UpstreamFailure).ToBeInViewportAsync();
        Assert.InRange(await tab.Page.EvaluateAsync<double>("moved"), 0, 0.05); // on a page this short the footer makes room
    }
}
