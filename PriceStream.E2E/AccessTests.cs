using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;
using PriceStream.E2E.Pages;
using PriceStream.E2E.Support;
using static PriceStream.E2E.Support.Items;

namespace PriceStream.E2E;

/// <summary>The pages work with a keyboard, a screen reader, in both themes, and without script.</summary>
public sealed class AccessTests(BrowserFixture browser)
{
    private static readonly AxeRunOptions Rules =
        new() { RunOnly = RunOnlyOptions.Tags("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa") };

    private static readonly AxeRunOptions Colours = new() { RunOnly = RunOnlyOptions.Rules("color-contrast") };

    [Theory]
    [InlineData("", ColorScheme.Light)]
    [InlineData("", ColorScheme.Dark)]
    [InlineData("?preset=all&min_price=5kk&max_age=1", ColorScheme.Light)]
    [InlineData("?preset=flipping&basis=last&max_age=7d&cols=margin,roi,age,spark", ColorScheme.Light)]
    [InlineData("?preset=big&max_price=1&search=nothing-like-it", ColorScheme.Light)]
    [InlineData("?preset=watch", ColorScheme.Light)]
    [InlineData("?watch=2,4151&list=Herbs", ColorScheme.Dark)]
    [InlineData("watch", ColorScheme.Light)]
    [InlineData("watch?was=1511&left=3", ColorScheme.Dark)]
    [InlineData("items/4151/abyssal-whip", ColorScheme.Light)]
    [InlineData("items/4151/abyssal-whip", ColorScheme.Dark)]
    [InlineData("items/1511/logs?period=1y", ColorScheme.Light)]
    [InlineData("nowhere", ColorScheme.Light)]
    [InlineData("nowhere", ColorScheme.Dark)]
    public async Task A_page_has_no_accessibility_violation_that_axe_can_find(string path, ColorScheme scheme)
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(
            app.Http.BaseAddress!,
            new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
        if (path == "nowhere")
        {
            tab.Excuse("404");
        }

        var isStill = path.StartsWith("watch", StringComparison.Ordinal);
        if (isStill)
        {
            await tab.Page.Context.AddCookiesAsync([new() { Name = "ps_watch", Value = "2.4151.77777", Url = $"{app.Http.BaseAddress}" }]);
        }

        await tab.Page.GotoAsync(path);
        if (path != "nowhere" && !isStill)
        {
            await tab.WaitForLiveAsync();
        }

        await tab.Page.EvaluateAsync("document.querySelectorAll('details').forEach(details => details.open = true)");
        // Another theme changes nothing but colours.
        var result = await tab.Page.RunAxe(scheme == ColorScheme.Dark ? Colours : Rules);

        Assert.Empty(result.Violations.Select(violation =>
            $"{violation.Id}: {string.Join(" | ", violation.Nodes.Select(node => node.Html))}"));
    }

    [Fact]
    public async Task The_Tab_key_reaches_every_control()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        await new ItemPage(tab).OpenAsync(Whip);
        await tab.WaitForLiveAsync();
        var controls = await tab.Page.Locator("a[href], button, input:not([type=hidden]), summary, canvas").CountAsync();
        var reached = new HashSet<string>();
        for (var presses = 0; presses < controls + 5; presses++)
        {
            await tab.Page.Keyboard.PressAsync("Tab");
            reached.Add(await tab.Page.EvaluateAsync<string>("[...document.querySelectorAll('*')].indexOf(document.activeElement) + ''"));
        }

        var hidden = await tab.Page.Locator("#whole").CountAsync(); // shown once the visitor has zoomed in
        Assert.True(reached.Count >= controls - hidden, $"{reached.Count} of {controls - hidden}");
    }

    [Fact]
    public async Task Without_JavaScript_a_visitor_sees_the_chart_and_its_numbers_and_can_change_the_period_and_search()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!, new() { JavaScriptEnabled = false });
        var page = new ItemPage(tab);
        await page.OpenAsync(Whip, period: "1h");

        await Expect(tab.Page.Locator(".canvas svg path.high")).ToHaveAttributeAsync("d", new System.Text.RegularExpressions.Regex("^M"));
        await Expect(page.ChartRows).ToHaveCountAsync(1);
        await Expect(tab.Price(Whip, "high")).ToHaveTextAsync("1,500,000");
        await Expect(tab.LiveStatus).ToHaveTextAsync("SNAPSHOT");
        await page.Period("24h").ClickAsync();
        await Expect(page.Period("24h")).ToHaveAttributeAsync("aria-current", "true");
        await Expect(tab.Page.Locator("noscript meta")).ToHaveAttributeAsync("content", "60");

        var list = new ItemsPage(tab);
        await list.OpenAsync();
        await list.Search.FillAsync("whip");
        await list.Search.PressAsync("Enter");
        await Expect(list.Rows).ToHaveCountAsync(1);
    }
}
