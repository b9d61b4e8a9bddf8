using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;
using PriceStream.E2E.Pages;
using PriceStream.E2E.Support;
using static PriceStream.E2E.Support.Items;

namespace PriceStream.E2E;

/// <summary>A reader keeps a list, orders it, imports and exports it, with and without script.</summary>
public sealed class WatchTests(BrowserFixture browser)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_list_is_starred_ordered_shared_exported_and_imported(bool hasScript)
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!, new() { JavaScriptEnabled = hasScript });
        var (items, list) = (new ItemsPage(tab), new WatchPage(tab));
        await items.OpenAsync("?preset=all");
        await StarAsync(tab, hasScript, Whip);
        await StarAsync(tab, hasScript, Cannonball);
        await Expect(tab.Page).ToHaveURLAsync(new Uri(app.Http.BaseAddress!, "?preset=all").ToString());
        await new ItemPage(tab).OpenAsync(Logs);
        await StarAsync(tab, hasScript, Logs);

        await items.OpenAsync("?preset=watch");
        await Expect(items.Rows).ToHaveCountAsync(3);
        await Expect(items.Rows.First).ToHaveIdAsync($"p-{Whip}");

        await list.OpenAsync();
        await list.Move(Cannonball, "up").ClickAsync();
        await Expect(list.Items.First).ToHaveAttributeAsync("data-item", $"{Cannonball}");
        await tab.Page.ReloadAsync();
        await Expect(list.Export("ids")).ToHaveValueAsync($"{Cannonball},{Whip},{Logs}");
        var tags = await list.Export("banktags").InputValueAsync();

        await tab.Page.GotoAsync(await list.Export("link").InputValueAsync());
        await Expect(tab.Page.GetByTestId("shared-list")).ToContainTextAsync("list of 3 items by link");

        await list.OpenAsync();
        await tab.Page.GetByTestId("empty-list").ClickAsync();
        await Expect(list.Items).ToHaveCountAsync(0);
        await list.ImportAsync(tags + ",77777");
        await Expect(tab.Page.GetByTestId("import-summary")).ToContainTextAsync("3 found, 1 unknown");
        await list.ReplaceAsync();
        await Expect(list.Export("ids")).ToHaveValueAsync($"{Cannonball},{Whip},{Logs}");
        tab.AssertQuiet();
    }

    [Fact]
    public async Task With_script_a_star_is_swapped_in_place_and_keeps_the_focus()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        await new ItemsPage(tab).OpenAsync();
        await tab.WaitForLiveAsync();
        await tab.Page.EvaluateAsync("window.isSamePage = true");

        await WatchPage.Star(tab, Whip).FocusAsync();
        await tab.Page.Keyboard.PressAsync("Enter");
        await Expect(WatchPage.Star(tab, Whip)).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(WatchPage.Star(tab, Whip)).ToBeFocusedAsync();
        await tab.Page.Keyboard.PressAsync("Enter");
        await Expect(WatchPage.Star(tab, Whip)).ToHaveAttributeAsync("aria-pressed", "false");
        Assert.True(await tab.Page.EvaluateAsync<bool>("window.isSamePage"));

        // Quick presses follow one another, because each answer carries the whole list.
        await tab.Page.EvaluateAsync("document.querySelectorAll('#items .star').forEach(star => star.click())");
        await Expect(tab.Page.Locator("#items .star[aria-pressed=true]")).ToHaveCountAsync(3);
        await tab.Page.ReloadAsync();
        await Expect(tab.Page.Locator("#items .star[aria-pressed=true]")).ToHaveCountAsync(3);
        tab.AssertQuiet();
    }

    [Fact]
    public async Task Two_tabs_agree()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        await using var other = await tab.OpenAnotherAsync();
        await new ItemsPage(tab).OpenAsync("?preset=all");
        await new ItemsPage(other).OpenAsync("?preset=all");
        await StarAsync(tab, hasScript: true, Whip);
        await Expect(WatchPage.Star(other, Whip)).ToHaveAttributeAsync("aria-pressed", "true");

        await StarAsync(other, hasScript: true, Cannonball);
        await Expect(WatchPage.Star(tab, Cannonball)).ToHaveAttributeAsync("aria-pressed", "true");
        await WatchPage.Star(tab, Whip).ClickAsync();
        await Expect(WatchPage.Star(other, Whip)).ToHaveAttributeAsync("aria-pressed", "false");
        await Expect(WatchPage.Star(other, Cannonball)).ToHaveAttributeAsync("aria-pressed", "true");
    }

    [Fact]
    public async Task With_script_several_lists_have_names()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var list = new WatchPage(tab);
        await list.OpenAsync();
        await list.ImportAndReplaceAsync($"{Whip}");
        await list.KeepAsync("Weapons");
        await list.ImportAndReplaceAsync($"{Cannonball},{Logs}");
        await list.KeepAsync("Skilling");

        await Expect(list.Saved).ToContainTextAsync(["Weapons 1 item", "Skilling 2 items"]);
        await list.UseAsync("Weapons");
        await Expect(list.Export("ids")).ToHaveValueAsync($"{Whip}");
        await Expect(list.Export("link")).ToHaveValueAsync(new Regex("list=Weapons"));
        tab.Page.Dialog += (_, question) => question.AcceptAsync();
        await list.DeleteAsync("Skilling");
        await Expect(list.Saved).ToHaveCountAsync(1);
        await tab.Page.ReloadAsync();
        await Expect(list.Saved).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task The_page_of_the_list_follows_every_change_with_its_exports()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        await using var other = await tab.OpenAnotherAsync();
        var list = new WatchPage(tab);
        await new ItemsPage(other).OpenAsync("?preset=all");
        await list.OpenAsync();
        await StarAsync(other, hasScript: true, Whip);
        await StarAsync(other, hasScript: true, Cannonball);
        await Expect(list.Export("ids")).ToHaveValueAsync($"{Whip},{Cannonball}");

        await list.Move(Cannonball, "up").ClickAsync();
        await Expect(list.Export("ids")).ToHaveValueAsync($"{Cannonball},{Whip}");
        await Expect(list.Move(Cannonball, "up")).ToBeFocusedAsync();
        await WatchPage.Star(tab, Cannonball).ClickAsync();
        await Expect(list.Export("ids")).ToHaveValueAsync($"{Whip}");
        await Expect(WatchPage.Star(other, Cannonball)).ToHaveAttributeAsync("aria-pressed", "false");

        await list.KeepAsync("Weapons");
        await Expect(list.Saved).ToContainTextAsync(["Weapons 1 item"]);
    }

    private static async Task StarAsync(Tab tab, bool hasScript, int item)
    {
        if (hasScript)
        {
            await tab.WaitForLiveAsync();
        }

        await WatchPage.Star(tab, item).ClickAsync();
        await Expect(WatchPage.Star(tab, item)).ToHaveAttributeAsync("aria-pressed", "true");
    }
}
