using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;
using PriceStream.E2E.Pages;
using PriceStream.E2E.Support;
using PriceStream.Tests.Support;
using static PriceStream.E2E.Support.Items;

namespace PriceStream.E2E;

/// <summary>Readers with a time zone, a keyboard, a history, a translator or a selection.</summary>
public sealed class ReaderTests(BrowserFixture browser)
{
    private const long Start = FakeUpstream.Start;

    [Fact]
    public async Task All_times_on_a_page_are_the_readers_own_and_name_the_zone()
    {
        await using var app = await Arrange.StartAsync();
        await Arrange.FillAsync(app, Whip);
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!, new() { TimezoneId = "Asia/Kathmandu" });
        var page = new ItemPage(tab);
        await page.OpenAsync(Whip, period: "24h");
        await tab.WaitForLiveAsync();
        app.Upstream.Overrides["latest"] = FakeUpstream.Text("{}", status: 404);
        await app.PollAsync();

        await Expect(tab.UpstreamFailure).ToContainTextAsync("GMT+5:45");
        await Expect(tab.Page.GetByTestId("live-age")).ToContainTextAsync("GMT+5:45");
        await Expect(page.Readout).ToContainTextAsync("2025-05-21 13:46 GMT+5:45");
        await page.Canvas.FocusAsync();
        await tab.Page.Keyboard.PressAsync("End");
        await Expect(page.Readout).ToContainTextAsync("2025-05-21 13:44:30 GMT+5:45");
        await Expect(page.TipRow.Locator("time")).ToHaveTextAsync("2025-05-21 13:44:30");
        await tab.Page.Locator("summary").ClickAsync();
        Assert.DoesNotContain("UTC", await tab.Page.InnerTextAsync("body"));
    }

    [Theory]
    [InlineData("Control+Minus")]
    [InlineData("Meta+Equal")]
    [InlineData("Alt+ArrowLeft")]
    public async Task Shortcuts_of_the_browser_are_not_the_charts(string shortcut)
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var page = new ItemPage(tab);
        await page.OpenAsync(Whip);
        await tab.WaitForLiveAsync();
        await page.WaitForPointCountAsync(ChartLine.Tip, count: 1);
        await page.Canvas.FocusAsync();
        await tab.Page.EvaluateAsync("addEventListener('keydown', event => { window.wasTaken = event.defaultPrevented; })");

        await tab.Page.Keyboard.PressAsync(shortcut);

        Assert.False(await tab.Page.EvaluateAsync<bool?>("window.wasTaken") ?? false);
        await Expect(page.Canvas).Not.ToHaveAttributeAsync("data-zoomed", "");
    }

    [Fact]
    public async Task A_search_typed_slowly_is_one_entry_of_the_history_and_Back_leads_to_where_the_reader_came_from()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var page = new ItemsPage(tab);
        await page.OpenAsync("?members=true");
        await tab.WaitForLiveAsync();
        var entries = await tab.Page.EvaluateAsync<int>("history.length");

        await page.Search.PressSequentiallyAsync("abyssal whip", new() { Delay = 400 });
        await Expect(tab.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("search=abyssal(\\+|%20)whip"));
        await page.Search.BlurAsync();
        await tab.WaitForLiveAsync();

        Assert.Equal(entries + 1, await tab.Page.EvaluateAsync<int>("history.length"));
        await tab.Page.GoBackAsync();
        await Expect(tab.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("\\?members=true$"));
    }

    [Fact]
    public async Task The_focus_stays_on_Next_and_the_new_rows_are_announced()
    {
        await using var site = await DemoSite.StartAsync();
        await using var tab = await browser.OpenAsync(site);
        await new ItemsPage(tab).OpenAsync();
        await tab.WaitForLiveAsync();

        var next = tab.Page.GetByRole(AriaRole.Link, new() { Name = "Next" });
        await next.FocusAsync();
        await tab.Page.Keyboard.PressAsync("Enter");

        await Expect(tab.Page.Locator("#announcement")).ToContainTextAsync("51–100 of ");
        await Expect(next).ToBeFocusedAsync();
        for (var page = 3; await next.CountAsync() > 0; page++)
        {
            await tab.Page.Keyboard.PressAsync("Enter");
            await Expect(tab.Page.Locator("#announcement")).ToContainTextAsync(FormattableString.Invariant($"{50 * (page - 1) + 1:N0}–"));
        }

        await Expect(tab.Page.Locator("#items")).ToBeFocusedAsync(); // on the last page there is no Next
    }

    [Fact]
    public async Task A_translator_finds_no_text_that_script_writes_again_and_prices_go_on_moving()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        string[] paths = ["", $"items/{Whip}"];
        foreach (var path in paths)
        {
            await tab.Page.GotoAsync(path);
            await tab.WaitForLiveAsync();
            await tab.Page.EvaluateAsync(
                """
                window.exchanged = [];
                new MutationObserver(changes => {
                  for (const { target, addedNodes } of changes) {
                    const element = target.nodeType === 1 ? target : target.parentElement;
                    const isText = target.nodeType === 3 || [...addedNodes].some(node => node.nodeType === 3 && node.data.trim());
                    if (isText && !element.closest('[translate=no]')) exchanged.push(element.outerHTML);
                  }
                }).observe(document.body, { childList: true, characterData: true, subtree: true });
                """);
            var high = path.Length == 0 ? 1_600_000 : 1_700_000;
            var time = Start + (path.Length == 0 ? 70 : 130);
            app.Upstream.Set(Whip, high: high, highTime: time, low: 1_480_000, lowTime: Start - 40);
            await app.PollAsync();

            await tab.WaitForPriceAsync(Whip, high: high);
            await tab.Page.WaitForFunctionAsync(
                "text => document.querySelector('[data-testid=live-age]').textContent !== text",
                await tab.Page.GetByTestId("live-age").TextContentAsync());
            Assert.Empty(await tab.Page.EvaluateAsync<string[]>("exchanged"));
        }
    }

    [Fact]
    public async Task A_price_that_the_reader_has_selected_stays_selected_and_moves_when_he_lets_go()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        await new ItemsPage(tab).OpenAsync();
        await tab.WaitForLiveAsync();
        await tab.Price(Whip, "high").DblClickAsync();
        var selected = await tab.Page.EvaluateAsync<string>("`${getSelection()}`");
        Assert.NotEmpty(selected);

        for (var tick = 1; tick <= 2; tick++)
        {
            app.Upstream.Set(Whip, high: 1_600_000 + tick, highTime: Start + 60 * tick + 10, low: 1_480_000, lowTime: Start - 40);
            await app.PollAsync();
            await tab.WaitForPriceAsync(Whip, high: 1_600_000 + tick);
        }

        Assert.Equal(selected, await tab.Page.EvaluateAsync<string>("`${getSelection()}`"));
        await tab.Page.EvaluateAsync("getSelection().removeAllRanges()");
        await Expect(tab.Price(Whip, "high")).ToHaveTextAsync("1,600,002");
    }
}
