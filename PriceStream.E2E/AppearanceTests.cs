using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;
using PriceStream.E2E.Pages;
using PriceStream.E2E.Support;
using PriceStream.Tests.Support;
using static PriceStream.E2E.Support.Items;

namespace PriceStream.E2E;

/// <summary>How the pages look: layout shifts, price changes, print, forced colours, pictures.</summary>
public sealed class AppearanceTests(BrowserFixture browser)
{
    private const long Start = FakeUpstream.Start;

    [Theory]
    [InlineData(1280, "")]
    [InlineData(360, "")]
    [InlineData(1280, "items/4151/abyssal-whip?period=1h")]
    [InlineData(360, "items/4151/abyssal-whip?period=1h")]
    public async Task Nothing_shifts_while_prices_change(int width, string path)
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(
            app.Http.BaseAddress!,
            new() { ViewportSize = new() { Width = width, Height = 800 } });
        await tab.Page.GotoAsync(path);
        await tab.WaitForLiveAsync();
        await tab.Page.EvaluateAsync("""
            () => {
              window.shifts = [];
              const place = ({ x, y, width, height }) => `${x},${y},${width},${height}`;
              const describe = ({ node, previousRect: from, currentRect: to }) =>
                `${node?.nodeName}.${node?.className} ${place(from)} to ${place(to)}`;
              new PerformanceObserver(list => shifts.push(
                ...list.getEntries().map(shift => shift.value + ': ' + shift.sources.map(describe).join('; '))))
                .observe({ type: 'layout-shift' });
            }
            """);

        for (var tick = 1; tick <= 32; tick++)
        {
            // Prices rise and fall, with more digits and fewer, and the margin is sometimes a loss.
            var price = 990_000 + 7_000 * (tick % 5) + tick;
            var time = Start + 60 * tick;
            app.Upstream.Set(Whip, high: price, highTime: time, low: price - 5_000 * (tick % 9), lowTime: time - tick % 3);
            app.Upstream.Set(Cannonball, high: 98 + tick % 4, highTime: time, low: 95 + tick % 11, lowTime: Start - 20);
            await app.PollAsync();
            await Expect(tab.Price(Whip, "high")).ToHaveAttributeAsync("data-value", price.ToString());
        }

        Assert.Empty(await tab.Page.EvaluateAsync<string[]>(
            "() => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(() => resolve(shifts))))"));
    }

    [Theory]
    [InlineData(1280, "")]
    [InlineData(360, "")]
    [InlineData(1280, "items/4151/abyssal-whip")]
    public async Task A_changed_price_has_a_sign_and_an_arrow_as_well_as_a_colour(int width, string path)
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(
            app.Http.BaseAddress!,
            new() { ViewportSize = new() { Width = width, Height = 800 } });
        await tab.Page.GotoAsync(path);
        await tab.WaitForLiveAsync();

        var marks = MarksAsync(tab);
        app.Upstream.Set(Whip, high: 1_600_000, highTime: Start + 70, low: 1_400_000, lowTime: Start + 75);
        await app.PollAsync();

        await Expect(tab.Price(Whip, "high")).ToHaveTextAsync("1,600,000");
        Assert.Equal(["\"▲\" / \"up \"", "\"▼\" / \"down \""], await marks);
    }

    // A mark lasts for moments only, so the page itself waits for both and reads them at once.
    private static async Task<string[]> MarksAsync(Tab tab)
    {
        var marks = await tab.Page.WaitForFunctionAsync(
            """
            item => {
              const cells = ["high", "low"].map(field => document.querySelector(`[data-item="${item}"][data-field=${field}]`));
              const [high, low] = cells.map(cell => cell?.dataset.moved);
              return high === "up" && low === "down" && cells.map(cell => getComputedStyle(cell, "::before").content);
            }
            """,
            Whip);
        return await marks.JsonValueAsync<string[]>();
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task A_printed_page_has_the_prices_and_the_chart_but_no_controls(ColorScheme scheme)
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!, new() { ColorScheme = scheme });
        var page = new ItemPage(tab);
        await page.OpenAsync(Whip);
        await tab.WaitForLiveAsync();
        await page.WaitForPointCountAsync(ChartLine.Tip, count: 1);

        await tab.Page.EmulateMediaAsync(new() { Media = Media.Print, ColorScheme = scheme });

        await Expect(new ItemsPage(tab).Search).ToBeHiddenAsync();
        await Expect(tab.Page.GetByTestId("pause")).ToBeHiddenAsync();
        await Expect(page.Canvas).ToBeHiddenAsync();
        await Expect(tab.Page.Locator(".canvas svg")).ToBeVisibleAsync();
        await Expect(page.Period("24h")).ToBeVisibleAsync();
        await Expect(page.Period("1y")).ToBeHiddenAsync();
        await Expect(tab.Price(Whip, "high")).ToBeVisibleAsync();
        Assert.Equal("rgb(0, 0, 0) on rgb(255, 255, 255)", await tab.Page.EvaluateAsync<string>(
            "(style => `${style.color} on ${style.backgroundColor}`)(getComputedStyle(document.body))"));

        await new ItemsPage(tab).OpenAsync();
        await Expect(new ItemsPage(tab).Search).ToBeHiddenAsync();
        await Expect(new ItemsPage(tab).Rows).ToHaveCountAsync(3);
        await Expect(tab.Price(Whip, "high")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task With_forced_colours_the_states_and_the_chart_lines_still_look_different()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!, new() { ForcedColors = ForcedColors.Active });
        var page = new ItemPage(tab);
        await page.OpenAsync(Whip);
        await tab.WaitForLiveAsync();
        await page.WaitForPointCountAsync(ChartLine.Tip, count: 1);

        Assert.NotEqual(await BackgroundAsync("body"), await BackgroundAsync("[data-state=live]", "::before"));
        Assert.NotEqual(
            await BackgroundAsync("nav[aria-label=Period] a:not([aria-current])"),
            await BackgroundAsync("nav[aria-label=Period] a[aria-current=true]"));
        Assert.NotEqual(await BackgroundAsync("section.chart"), await BackgroundAsync(".key.tip", "::before"));
        Assert.Equal("CanvasText,CanvasText,Highlight", await tab.Page.EvaluateAsync<string>(
            // One of the lines is dashed as well.
            "Chart.getChart(document.querySelector('canvas')).data.datasets.slice(0, 3).map(line => line.borderColor).join()"));
        await tab.PauseButton.ClickAsync();
        await tab.WaitForStateAsync("paused");
        Assert.NotEqual(await BackgroundAsync("body"), await BackgroundAsync("#pause"));

        Task<string> BackgroundAsync(string selector, string? part = null) =>
            tab.Page.EvaluateAsync<string>(
                "([selector, part]) => getComputedStyle(document.querySelector(selector), part).backgroundColor",
                new[] { selector, part });
    }

    [Theory]
    [InlineData("")]
    [InlineData("items/4151/abyssal-whip")]
    public async Task Pictures_from_the_wiki_do_not_move_the_page_when_they_arrive(string path)
    {
        await using var app = await Arrange.StartAsync(("Icons:Mode", "Wiki"));
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var arrival = new TaskCompletionSource();
        await tab.Page.RouteAsync("https://oldschool.runescape.wiki/images/**", async route =>
        {
            await arrival.Task;
            await route.FulfillAsync(new()
            {
                ContentType = "image/svg+xml",
                Body = "<svg xmlns='http://www.w3.org/2000/svg' width='50' height='90'><rect width='50' height='90'/></svg>",
            });
        });
        await tab.Page.GotoAsync(path, new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        await tab.WaitForLiveAsync();
        var picture = tab.Page.Locator("img.icon[src$='/Abyssal_whip.png']");
        var before = await picture.BoundingBoxAsync();

        arrival.SetResult();
        await tab.Page.WaitForFunctionAsync("picture => picture.naturalHeight === 90", await picture.ElementHandleAsync());

        var after = await picture.BoundingBoxAsync();
        Assert.Equal((before!.X, before.Y, before.Width, before.Height), (after!.X, after.Y, after.Width, after.Height));
    }
}
