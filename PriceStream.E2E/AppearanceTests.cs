using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;
using PriceStream.E2E.Pages;
using PriceStream.E2E.Support;
using PriceStream.Tests.Support;

namespace PriceStream.E2E;

/// <summary>The look of the pages: what may move and what must not, print, forced colours, pictures.</summary>
public sealed class AppearanceTests(BrowserFixture browser)
{
    private const long Start = FakeUpstream.Start;

    [Theory]
    [InlineData(1280, "")]
    [InlineData(360, "")]
    [InlineData(1280, "items/4151/abyssal-whip?period=1h")]
    [InlineData(360, "items/4151/abyssal-whip?period=1h")]
    public async Task Nothing_shifts_while_thirty_ticks_come(int width, string path)
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(
            app.Http.BaseAddress!,
            new() { ViewportSize = new() { Width = width, Height = 800 } });
        await tab.Page.GotoAsync(path);
        await tab.LiveAsync();
        await tab.Page.EvaluateAsync("""
            () => {
              window.shifts = [];
              const place = ({ x, y, width, height }) => `${x},${y},${width},${height}`;
              const told = ({ node, previousRect: from, currentRect: to }) =>
                `${node?.nodeName}.${node?.className} ${place(from)} to ${place(to)}`;
              new PerformanceObserver(list => shifts.push(
                ...list.getEntries().map(shift => shift.value + ': ' + shift.sources.map(told).join('; '))))
                .observe({ type: 'layout-shift' });
            }
            """);

        for (var tick = 1; tick <= 32; tick++)
        {
            // Up and down, with more digits and with fewer; a margin that is now and then a loss.
            var price = 990_000 + 7_000 * (tick % 5) + tick;
            app.Upstream.Set(4151, price, Start + 60 * tick, price - 5_000 * (tick % 9), Start + 60 * tick - tick % 3);
            app.Upstream.Set(2, 98 + tick % 4, Start + 60 * tick, 95 + tick % 11, Start - 20);
            await app.PollAsync();
            await Expect(tab.Price(4151, "high")).ToHaveAttributeAsync("data-value", price.ToString());
        }

        Assert.Empty(await tab.Page.EvaluateAsync<string[]>(
            "() => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(() => resolve(shifts))))"));
    }

    [Theory]
    [InlineData(1280, "")]
    [InlineData(360, "")]
    [InlineData(1280, "items/4151/abyssal-whip")]
    public async Task A_price_that_moved_has_a_sign_and_an_arrow_and_not_only_a_colour(int width, string path)
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(
            app.Http.BaseAddress!,
            new() { ViewportSize = new() { Width = width, Height = 800 } });
        await tab.Page.GotoAsync(path);
        await tab.LiveAsync();

        app.Upstream.Set(4151, 1_600_000, Start + 70, 1_400_000, Start + 75);
        await app.PollAsync();

        await Expect(tab.Price(4151, "high")).ToHaveAttributeAsync("data-moved", "up");
        await Expect(tab.Price(4151, "low")).ToHaveAttributeAsync("data-moved", "down");
        Assert.Equal("\"+▲\" / \"up \"", await MarkAsync("high"));
        Assert.Equal("\"−▼\" / \"down \"", await MarkAsync("low"));
        await Expect(tab.Price(4151, "high")).ToHaveTextAsync("1,600,000");

        Task<string> MarkAsync(string field) =>
            tab.Price(4151, field).EvaluateAsync<string>("cell => getComputedStyle(cell, '::before').content");
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task On_paper_there_is_what_can_be_read_and_nothing_that_can_be_pressed(ColorScheme scheme)
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!, new() { ColorScheme = scheme });
        var page = new ItemPage(tab);
        await page.GoAsync(4151);
        await tab.LiveAsync();
        await page.DrawsAsync(2, 1);

        await tab.Page.EmulateMediaAsync(new() { Media = Media.Print, ColorScheme = scheme });

        await Expect(new ItemsPage(tab).Search).ToBeHiddenAsync();
        await Expect(tab.Page.Locator("#pause")).ToBeHiddenAsync();
        await Expect(page.Canvas).ToBeHiddenAsync();
        await Expect(tab.Page.Locator(".canvas svg")).ToBeVisibleAsync();
        await Expect(page.Period("24h")).ToBeVisibleAsync();
        await Expect(page.Period("1y")).ToBeHiddenAsync();
        await Expect(tab.Price(4151, "high")).ToBeVisibleAsync();
        Assert.Equal("rgb(0, 0, 0) on rgb(255, 255, 255)", await tab.Page.EvaluateAsync<string>(
            "(style => `${style.color} on ${style.backgroundColor}`)(getComputedStyle(document.body))"));

        await new ItemsPage(tab).GoAsync();
        await Expect(new ItemsPage(tab).Search).ToBeHiddenAsync();
        await Expect(new ItemsPage(tab).Rows).ToHaveCountAsync(3);
        await Expect(tab.Price(4151, "high")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task In_colours_of_the_readers_own_the_states_and_the_lines_are_still_told_apart()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!, new() { ForcedColors = ForcedColors.Active });
        var page = new ItemPage(tab);
        await page.GoAsync(4151);
        await tab.LiveAsync();
        await page.DrawsAsync(2, 1);

        Assert.NotEqual(await BackgroundAsync("body"), await BackgroundAsync("[data-state=live]", "::before"));
        Assert.NotEqual(
            await BackgroundAsync("nav[aria-label=Period] a:not([aria-current])"),
            await BackgroundAsync("nav[aria-label=Period] a[aria-current=true]"));
        Assert.NotEqual(await BackgroundAsync("section.chart"), await BackgroundAsync(".key.tip", "::before"));
        Assert.Equal("CanvasText,CanvasText,Highlight", await tab.Page.EvaluateAsync<string>(
            // One of the lines is dashed as well.
            "Chart.getChart(document.querySelector('canvas')).data.datasets.slice(0, 3).map(line => line.borderColor).join()"));
        await tab.Pause.ClickAsync();
        await tab.IsAsync("paused");
        Assert.NotEqual(await BackgroundAsync("body"), await BackgroundAsync("#pause"));

        Task<string> BackgroundAsync(string selector, string? part = null) =>
            tab.Page.EvaluateAsync<string>(
                "([selector, part]) => getComputedStyle(document.querySelector(selector), part).backgroundColor",
                new[] { selector, part });
    }

    [Theory]
    [InlineData("")]
    [InlineData("items/4151/abyssal-whip")]
    public async Task Pictures_from_the_wiki_have_their_place_before_they_come(string path)
    {
        await using var app = await Arrange.StartAsync(("Icons:Mode", "Wiki"));
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var come = new TaskCompletionSource();
        await tab.Page.RouteAsync("https://oldschool.runescape.wiki/images/**", async route =>
        {
            await come.Task;
            await route.FulfillAsync(new()
            {
                ContentType = "image/svg+xml",
                Body = "<svg xmlns='http://www.w3.org/2000/svg' width='50' height='90'><rect width='50' height='90'/></svg>",
            });
        });
        await tab.Page.GotoAsync(path, new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        await tab.LiveAsync();
        var picture = tab.Page.Locator("img.icon[src$='/Abyssal_whip.png']");
        var before = await picture.BoundingBoxAsync();

        come.SetResult();
        await tab.Page.WaitForFunctionAsync("picture => picture.naturalHeight === 90", await picture.ElementHandleAsync());

        var after = await picture.BoundingBoxAsync();
        Assert.Equal((before!.X, before.Y, before.Width, before.Height), (after!.X, after.Y, after.Width, after.Height));
    }
}
