using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;
using PriceStream.E2E.Pages;
using PriceStream.E2E.Support;
using PriceStream.Tests.Support;
using PriceStream.Web.Prices;

namespace PriceStream.E2E;

/// <summary>What the chart and its table show while prices come in.</summary>
public sealed class ChartTests(BrowserFixture browser)
{
    private const long Start = FakeUpstream.Start;

    [Fact]
    public async Task The_card_the_tip_and_the_table_change_within_a_second_of_a_poll()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var page = new ItemPage(tab);
        await page.GoAsync(4151);
        await tab.LiveAsync();

        app.Upstream.Set(4151, 1_600_000, Start + 70, 1_490_000, Start + 75);
        await app.PollAsync();

        await Expect(page.Tip.Locator("time")).ToHaveAttributeAsync("datetime", "2025-05-21T08:01:15Z", new() { Timeout = 1000 });
        await Expect(page.Tip).ToContainTextAsync("1,490,000");
        await Expect(tab.Price(4151, "high")).ToHaveTextAsync("1,600,000");
        Assert.Equal([(Start + 75, 1_490_000)], await page.DrawnAsync(2));
        Assert.Equal((Start - 300, 1_500_000), Assert.Single(await page.DrawnAsync(0))); // the open bucket is not drawn as one
    }

    [Theory]
    [InlineData("1h", 60)]
    [InlineData("24h", 300)]
    [InlineData("7d", 1800)]
    [InlineData("30d", 7200)]
    [InlineData("90d", 21_600)]
    [InlineData("1y", 86_400)]
    [InlineData("all", 86_400)]
    public async Task A_bucket_that_completes_is_the_number_that_a_page_loaded_afterwards_shows(string period, int step)
    {
        // One stream for days, so that the page counts by itself and is told nothing anew.
        await using var app = await Arrange.StartAsync(("Sse:ConnectionTimeout", "1.00:00:00"), ("Sse:ReplayWindow", "1.00:00:00"));
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var page = new ItemPage(tab);
        app.Upstream.Set(2, 1001, Start + 62, 1000, Start + 62); // in the bucket that is open when the page is rendered
        await app.PollAsync();
        await page.GoAsync(2, period);
        await tab.LiveAsync();

        for (var poll = 0; poll < 6; poll++)
        {
            // Twice a second report of the same second, which replaces the first.
            app.Upstream.Set(2, 1100 + 7 * poll, Start + 65 + step / 3 * (poll / 2), 900 + poll, Start + 66 + step / 3 * poll);
            app.Clock.Advance(TimeSpan.FromSeconds(step / 3));
            await app.PollAsync();
            await Expect(page.Tip).ToContainTextAsync($"{900 + poll}");
            await tab.LiveAsync();
        }

        app.Clock.Advance(TimeSpan.FromSeconds(2 * step));
        await app.PollAsync();
        await using var fresh = await browser.OpenAsync(app.Http.BaseAddress!);
        var freshPage = new ItemPage(fresh);
        await freshPage.GoAsync(2, period);
        await freshPage.DrawsAsync(2, 1);
        await page.DrawsAsync(0, (await freshPage.DrawnAsync(0)).Count);
        await page.DrawsAsync(1, (await freshPage.DrawnAsync(1)).Count);

        Assert.Equal(await freshPage.DrawnAsync(0), await page.DrawnAsync(0));
        Assert.Equal(await freshPage.DrawnAsync(1), await page.DrawnAsync(1));
        Assert.Equal(await freshPage.DrawnAsync(2), await page.DrawnAsync(2));
        Assert.Equal(
            await freshPage.ChartRows.Locator("td:not(:first-child)").AllInnerTextsAsync(), await page.ChartRows.Locator("td:not(:first-child)").AllInnerTextsAsync());
        if (step > 60) // else these trades come when their minute is closed, and the page asks for its chart anew
        {
            Assert.NotEqual(0, await page.LiveBuckets.CountAsync());
        }
    }

    [Fact]
    public async Task Another_period_and_back_keeps_the_page_and_its_live_points()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var page = new ItemPage(tab);
        await page.GoAsync(2, "1h");
        await tab.LiveAsync();
        await tab.Page.EvaluateAsync("window.notReloaded = true");
        for (var poll = 0; poll < 3; poll++)
        {
            app.Upstream.Set(2, 200 + poll, Start + 61 + 60 * poll, 190, Start - 20);
            await app.PollAsync();
        }

        await page.DrawsAsync(0, 4);
        var before = await page.DrawnAsync(0);
        await page.Period("24h").ClickAsync();
        await Expect(page.Period("24h")).ToHaveAttributeAsync("aria-current", "true");
        await Expect(page.Period("24h")).ToBeFocusedAsync();
        await Expect(tab.Page).ToHaveURLAsync(new Regex("period=24h"));
        await page.DrawsAsync(0, 1);
        await Expect(page.Tip).ToContainTextAsync("202");

        app.Upstream.Set(2, 210, Start + 241, 190, Start - 20);
        await app.PollAsync();
        await Expect(page.Tip).ToContainTextAsync("210");
        await page.Period("1h").ClickAsync();
        await page.DrawsAsync(0, 5);

        Assert.Equal(before, (await page.DrawnAsync(0)).SkipLast(1));
        Assert.True(await tab.Page.EvaluateAsync<bool>("window.notReloaded"));
        Assert.Equal(1, tab.Streams);
    }

    [Fact]
    public async Task Back_and_forward_change_the_period_and_stay_live()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var page = new ItemPage(tab);
        await page.GoAsync(2, "1h");
        await tab.LiveAsync();
        await page.Period("1y").ClickAsync();
        await Expect(page.Period("1y")).ToHaveAttributeAsync("aria-current", "true");

        await tab.Page.GoBackAsync();
        await Expect(page.Period("1h")).ToHaveAttributeAsync("aria-current", "true");
        await tab.Page.GoForwardAsync();
        await Expect(page.Period("1y")).ToHaveAttributeAsync("aria-current", "true");

        app.Upstream.Set(2, 210, Start + 70, 190, Start - 20);
        await app.PollAsync();
        await Expect(tab.Price(2, "high")).ToHaveTextAsync("210");
        await Expect(page.Tip).ToContainTextAsync("210");
    }

    [Fact]
    public async Task Another_item_begins_with_its_own_points()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var page = new ItemPage(tab);
        await page.GoAsync(2);
        await tab.LiveAsync();
        app.Upstream.Set(2, 210, Start + 70, 190, Start + 71);
        await app.PollAsync();
        await Expect(page.Tip).ToContainTextAsync("190");

        await page.GoAsync(4151);
        await tab.LiveAsync();
        await page.DrawsAsync(2, 1);

        Assert.Equal([(Start - 300, 1_500_000)], await page.DrawnAsync(0));
        Assert.Equal([(Start - 30, 1_500_000)], await page.DrawnAsync(2));
    }

    [Fact]
    public async Task A_point_that_comes_before_the_chart_is_ready_is_in_it()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var page = new ItemPage(tab);
        var wait = new TaskCompletionSource();
        await tab.Page.RouteAsync("**/chart.umd*.js", async route =>
        {
            await wait.Task;
            await route.ContinueAsync();
        });
        await tab.Page.GotoAsync("items/2?period=1h", new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        await tab.LiveAsync();
        await Expect(tab.Page.Locator(".canvas svg")).ToBeVisibleAsync(); // what the server has drawn

        app.Upstream.Set(2, 210, Start + 70, 190, Start - 20);
        await app.PollAsync();
        await Expect(page.Tip).ToContainTextAsync("210");
        wait.SetResult();

        await page.DrawsAsync(2, 1);
        Assert.Equal([(Start + 70, 210)], await page.DrawnAsync(2));
    }

    [Fact]
    public async Task A_hole_is_drawn_as_a_hole_and_a_pause_between_trades_is_not()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var page = new ItemPage(tab);
        await page.GoAsync(2, "1h");
        await tab.LiveAsync();
        foreach (var minute in (int[])[1, 3, 4, 20, 21, 22])
        {
            app.Clock.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(Start + 60 * minute));
            app.Upstream.Set(2, 200 + minute, Start + 60 * minute + 1, 190, Start - 20);
            await app.PollAsync();
        }

        await page.DrawsAsync(0, 7);

        var holes = await page.HolesAsync(0);
        Assert.Equal([false, false, false, false, true, false, false], holes);
    }

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
        const string Colours = "(c => c.getDatasetMeta(0).dataset.options.borderColor + c.getDatasetMeta(2).data[0].options.backgroundColor)(Chart.getChart(document.querySelector('canvas')))";
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

    [Fact]
    public async Task A_page_whose_past_is_being_fetched_completes_itself()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var page = new ItemPage(tab);
        await page.GoAsync(4151, "1y");
        await tab.Page.EvaluateAsync("window.notReloaded = true");
        await Expect(page.Filling).ToBeVisibleAsync();

        await Arrange.FillAsync(app, 4151);

        await Expect(page.Filling).ToBeHiddenAsync();
        await page.DrawsAsync(0, 3);
        Assert.True(await tab.Page.EvaluateAsync<bool>("window.notReloaded"));
    }
}
