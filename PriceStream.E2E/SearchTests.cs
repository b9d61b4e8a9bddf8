using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;
using PriceStream.E2E.Pages;
using PriceStream.E2E.Support;
using PriceStream.Tests.Support;

namespace PriceStream.E2E;

/// <summary>Searching and sorting the list, while prices come in.</summary>
public sealed class SearchTests(BrowserFixture browser)
{
    private const long Start = FakeUpstream.Start;

    [Fact]
    public async Task A_search_keeps_the_address_and_the_stream_follows_the_rows()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var page = new ItemsPage(tab);
        await page.GoAsync("?members=true");
        await tab.LiveAsync();

        await page.Search.PressSequentiallyAsync("whip");
        await Expect(page.Rows).ToHaveCountAsync(1);
        await Expect(page.Search).ToBeFocusedAsync();
        await Expect(tab.Page).ToHaveURLAsync(new Regex("search=whip")); // its first letter already leaves one row
        await tab.LiveAsync();

        app.Upstream.Set(4151, 1_700_000, Start + 70, 1_480_000, Start - 40);
        await app.PollAsync();
        await Expect(tab.Price(4151, "high")).ToHaveTextAsync("1,700,000");

        await tab.Page.ReloadAsync();
        await Expect(page.Rows).ToHaveCountAsync(1);
        await Expect(tab.Price(4151, "high")).ToHaveTextAsync("1,700,000");
    }

    [Fact]
    public async Task Going_back_from_a_search_is_live_too()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var page = new ItemsPage(tab);
        await page.GoAsync();
        await tab.LiveAsync();
        await page.Search.FillAsync("whip");
        await Expect(page.Rows).ToHaveCountAsync(1);

        await tab.Page.GoBackAsync();

        await Expect(page.Rows).ToHaveCountAsync(3);
        await Expect(page.Search).ToHaveValueAsync("");
        await tab.LiveAsync();
        app.Upstream.Set(2, 250, Start + 70, 190, Start - 20);
        await app.PollAsync();
        await Expect(tab.Price(2, "high")).ToHaveAttributeAsync("data-moved", "up");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_search_that_fails_is_told_and_leaves_the_rows_the_address_and_the_stream(bool answered)
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var page = new ItemsPage(tab);
        await page.GoAsync();
        await tab.LiveAsync();
        tab.Excuse(answered ? "500" : "Failed to");
        await tab.Page.RouteAsync("**/?search=whip*", route => answered
            ? route.FulfillAsync(new() { Status = 500, Body = "<h1>broken</h1>" })
            : route.AbortAsync());

        await page.Search.FillAsync("whip");

        await Expect(page.Failed).ToBeVisibleAsync();
        await Expect(page.Rows).ToHaveCountAsync(3);
        await Expect(tab.LiveStatus).ToHaveTextAsync("LIVE");
        Assert.Equal("", new Uri(tab.Page.Url).Query);

        await page.Search.FillAsync("cannon");
        await Expect(page.Rows).ToHaveCountAsync(1);
        await Expect(page.Failed).ToBeHiddenAsync();
        await tab.LiveAsync();
    }

    [Fact]
    public async Task Sorting_says_its_order_and_turns_it()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var page = new ItemsPage(tab);
        await page.GoAsync();

        await page.Column("Instant-buy").GetByRole(AriaRole.Link).ClickAsync();
        await Expect(page.Column("Instant-buy")).ToHaveAttributeAsync("aria-sort", "descending");
        await Expect(page.Rows.First).ToContainTextAsync("Abyssal whip");
        await page.Column("Instant-buy").GetByRole(AriaRole.Link).ClickAsync();
        await Expect(page.Column("Instant-buy")).ToHaveAttributeAsync("aria-sort", "ascending");
        await Expect(page.Rows.First).ToContainTextAsync("Cannonball");
    }

    [Fact]
    public async Task Every_page_has_a_search()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        await new ItemPage(tab).GoAsync(4151);
        var page = new ItemsPage(tab);

        await page.Search.FillAsync("cannon");
        await page.Search.PressAsync("Enter");

        await Expect(page.Rows).ToHaveCountAsync(1);
        await tab.LiveAsync();
    }
}
