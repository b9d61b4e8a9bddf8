using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;
using PriceStream.E2E.Pages;
using PriceStream.E2E.Support;
using PriceStream.Tests.Support;
using static PriceStream.E2E.Support.Items;

namespace PriceStream.E2E;

/// <summary>How a visitor uses the chart: pointer, touch, keys, zoom, theme, motion.</summary>
public sealed class ChartReaderTests(BrowserFixture browser)
{
    private const long Start = FakeUpstream.Start;

    [Fact]
    public async Task Pointer_touch_and_arrow_keys_show_the_price_of_a_point()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!, new() { HasTouch = true });
        var page = new ItemPage(tab);
        await page.OpenAsync(Cannonball, period: "1h");
        await tab.WaitForLiveAsync();
        for (var poll = 0; poll < 3; poll++)
        {
            app.Upstream.Set(Cannonball, high: 200 + poll, highTime: Start + 61 + 60 * poll, low: 190, lowTime: Start - 20);
            await app.PollAsync();
        }

        await page.WaitForPointCountAsync(ChartLine.InstantBuy, count: 4);
        await page.Canvas.HoverAsync(new() { Position = new() { X = 70, Y = 80 } });
        await Expect(page.Readout).ToContainTextAsync("193");
        await tab.Page.Mouse.MoveAsync(0, 0);
        await Expect(page.Readout).Not.ToContainTextAsync("193");

        await page.Canvas.TapAsync();
        await Expect(page.Readout).ToContainTextAsync("UTC");
        await page.Canvas.FocusAsync();
        await tab.Page.Keyboard.PressAsync("Home");
        await Expect(page.Readout).ToContainTextAsync("2025-05-21 07:59:00 UTC");
        await tab.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(page.Readout).ToContainTextAsync("200");
        await tab.Page.Keyboard.PressAsync("End");
        await Expect(page.Readout).ToContainTextAsync("2025-05-21 08:03:01 UTC");
        await Expect(page.Readout).ToContainTextAsync("202");
    }

    [Fact]
    public async Task The_chart_does_not_move_while_a_visitor_points_at_it_or_has_zoomed_in()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var page = new ItemPage(tab);
        await page.OpenAsync(Cannonball, period: "1h");
        await tab.WaitForLiveAsync();
        await page.Canvas.HoverAsync();
        var before = await page.TimeAxisAsync();

        app.Upstream.Set(Cannonball, high: 900, highTime: Start + 70, low: 190, lowTime: Start - 20);
        await app.PollAsync();
        await Expect(page.TipRow).ToContainTextAsync("900");
        Assert.Equal(before, await page.TimeAxisAsync());

        await tab.Page.Mouse.MoveAsync(0, 0);
        Assert.NotEqual(before, await page.TimeAxisAsync());
        await page.Canvas.DblClickAsync();
        var zoomed = await page.TimeAxisAsync();
        await tab.Page.Mouse.MoveAsync(0, 0);
        app.Upstream.Set(Cannonball, high: 901, highTime: Start + 130, low: 190, lowTime: Start - 20);
        await app.PollAsync();
        await Expect(page.TipRow).ToContainTextAsync("901");
        Assert.Equal(zoomed, await page.TimeAxisAsync());

        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Whole period" }).ClickAsync();
        Assert.NotEqual(zoomed, await page.TimeAxisAsync());
    }

    [Fact]
    public async Task The_chart_changes_its_colours_with_the_theme()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!, new() { ColorScheme = ColorScheme.Light });
        var page = new ItemPage(tab);
        await page.OpenAsync(Whip);
        await tab.WaitForLiveAsync();
        await page.WaitForPointCountAsync(ChartLine.Tip, count: 1);
        const string Colours =
            "(c => c.getDatasetMeta(0).dataset.options.borderColor + c.getDatasetMeta(2).data[0].options.backgroundColor)"
            + "(Chart.getChart(document.querySelector('canvas')))";
        Assert.Equal("#17674b#6b3fa8", await tab.Page.EvaluateAsync<string>(Colours));

        await tab.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });

        await tab.Page.WaitForFunctionAsync($"() => {Colours} === '#62cda2#c5a5ff'");
    }

    [Theory]
    [InlineData(ReducedMotion.NoPreference, "pulse")]
    [InlineData(ReducedMotion.Reduce, "none")]
    public async Task The_newest_point_pulses_unless_the_visitor_prefers_reduced_motion(ReducedMotion motion, string animation)
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!, new() { ReducedMotion = motion });
        await new ItemPage(tab).OpenAsync(Whip);
        await tab.WaitForLiveAsync();

        Assert.Equal(animation, await tab.Page.EvaluateAsync<string>("getComputedStyle(document.querySelector('.pulse')).animationName"));
    }
}
