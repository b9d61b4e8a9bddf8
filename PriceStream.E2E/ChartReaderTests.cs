using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;
using PriceStream.E2E.Pages;
using PriceStream.E2E.Support;
using PriceStream.Tests.Support;

namespace PriceStream.E2E;

/// <summary>The chart in the hands of its reader: pointer, touch and keys, zoom, theme, motion.</summary>
public sealed class ChartReaderTests(BrowserFixture browser)
{
    private const long Start = FakeUpstream.Start;

    [Fact]
    public async Task Pointer_touch_and_arrow_keys_read_the_points_out()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!, new() { HasTouch = true });
        var page = new ItemPage(tab);
        await page.GoAsync(2, "1h");
        await tab.LiveAsync();
        for (var poll = 0; poll < 3; poll++)
        {
            app.Upstream.Set(2, 200 + poll, Start + 61 + 60 * poll, 190, Start - 20);
            await app.PollAsync();
        }

        await page.DrawsAsync(0, 4);
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
    public async Task Nothing_jumps_while_the_reader_points_at_something_or_has_zoomed_in()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var page = new ItemPage(tab);
        await page.GoAsync(2, "1h");
        await tab.LiveAsync();
        await page.Canvas.HoverAsync();
        var before = await page.AxisAsync();

        app.Upstream.Set(2, 900, Start + 70, 190, Start - 20);
        await app.PollAsync();
        await Expect(page.Tip).ToContainTextAsync("900");
        Assert.Equal(before, await page.AxisAsync());

        await tab.Page.Mouse.MoveAsync(0, 0);
        Assert.NotEqual(before, await page.AxisAsync());
        await page.Canvas.DblClickAsync();
        var zoomed = await page.AxisAsync();
        await tab.Page.Mouse.MoveAsync(0, 0);
        app.Upstream.Set(2, 901, Start + 130, 190, Start - 20);
        await app.PollAsync();
        await Expect(page.Tip).ToContainTextAsync("901");
        Assert.Equal(zoomed, await page.AxisAsync());

        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Whole period" }).ClickAsync();
        Assert.NotEqual(zoomed, await page.AxisAsync());
    }

    [Fact]
    public async Task The_colours_follow_the_theme_at_once()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!, new() { ColorScheme = ColorScheme.Light });
        var page = new ItemPage(tab);
        await page.GoAsync(4151);
        await tab.LiveAsync();
        await page.DrawsAsync(2, 1);
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
    public async Task The_tip_pulses_unless_motion_is_to_be_reduced(ReducedMotion motion, string animation)
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!, new() { ReducedMotion = motion });
        await new ItemPage(tab).GoAsync(4151);
        await tab.LiveAsync();

        Assert.Equal(animation, await tab.Page.EvaluateAsync<string>("getComputedStyle(document.querySelector('.pulse')).animationName"));
    }
}
