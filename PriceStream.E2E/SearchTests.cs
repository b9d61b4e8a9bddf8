using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;
using PriceStream.E2E.Pages;
using PriceStream.E2E.Support;
using PriceStream.Tests.Support;
using static PriceStream.E2E.Support.Items;

namespace PriceStream.E2E;

/// <summary>Searching and sorting the items while prices change.</summary>
public sealed class SearchTests(BrowserFixture browser)
{
    private const long Start = FakeUpstream.Start;

    [Fact]
    public async Task A_search_is_in_the_address_and_its_rows_are_live()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var page = new ItemsPage(tab);
        await page.OpenAsync("?members=true");
        await tab.WaitForLiveAsync();

        await page.Search.PressSequentiallyAsync("whip");
        await Expect(page.Rows).ToHaveCountAsync(1);
        await Expect(page.Search).ToBeFocusedAsync();
        await Expect(tab.Page).ToHaveURLAsync(new Regex("search=whip")); // its first letter already leaves one row
        await tab.WaitForLiveAsync();

        app.Upstream.Set(Whip, high: 1_700_000, highTime: Start + 70, low: 1_480_000, lowTime: Start - 40);
        await app.PollAsync();
        await Expect(tab.Price(Whip, "high")).ToHaveTextAsync("1,700,000");

        await tab.Page.ReloadAsync();
        await Expect(page.Rows).ToHaveCountAsync(1);
        await Expect(tab.Price(Whip, "high")).ToHaveTextAsync("1,700,000");
    }

    [Fact]
    public async Task The_list_is_live_after_going_back_from_a_search()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var page = new ItemsPage(tab);
        await page.OpenAsync();
        await tab.WaitForLiveAsync();
        await page.Search.FillAsync("whip");
        await Expect(page.Rows).ToHaveCountAsync(1);

        await tab.Page.GoBackAsync();

        await Expect(page.Rows).ToHaveCountAsync(3);
        await Expect(page.Search).ToHaveValueAsync("");
        await tab.WaitForLiveAsync();
        app.Upstream.Set(Cannonball, high: 250, highTime: Start + 70, low: 190, lowTime: Start - 20);
        await app.PollAsync();
        await Expect(tab.Price(Cannonball, "high")).ToHaveAttributeAsync("data-moved", "up");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_failed_search_shows_a_notice_and_keeps_the_rows_the_address_and_the_stream(bool answered)
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var page = new ItemsPage(tab);
        await page.OpenAsync();
        await tab.WaitForLiveAsync();
        tab.Excuse(answered ? "500" : "Failed to");
        await tab.Page.RouteAsync("**/?search=whip*", route => answered
            ? route.FulfillAsync(new() { Status = 500, Body = "<h1>broken</h1>" })
            : route.AbortAsync());

        await page.Search.FillAsync("whip");

        await Expect(page.SearchFailure).ToBeVisibleAsync();
        await Expect(page.Rows).ToHaveCountAsync(3);
        await Expect(tab.LiveStatus).ToHaveTextAsync("LIVE");
        Assert.Equal("", new Uri(tab.Page.Url).Query);

        await page.Search.FillAsync("cannon");
        await Expect(page.Rows).ToHaveCountAsync(1);
        await Expect(page.SearchFailure).ToBeHiddenAsync();
        await tab.WaitForLiveAsync();
    }

    [Fact]
    public async Task Sorting_by_the_same_column_again_reverses_the_order()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var page = new ItemsPage(tab);
        await page.OpenAsync();

        await page.SortByAsync("Instant-buy");
        await Expect(page.Column("Instant-buy")).ToHaveAttributeAsync("aria-sort", "descending");
        await Expect(page.Rows.First).ToContainTextAsync("Abyssal whip");
        await page.SortByAsync("Instant-buy");
        await Expect(page.Column("Instant-buy")).ToHaveAttributeAsync("aria-sort", "ascending");
        await Expect(page.Rows.First).ToContainTextAsync("Cannonball");
    }

    [Fact]
    public async Task The_page_of_an_item_has_a_search_box()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        await new ItemPage(tab).OpenAsync(Whip);
        var page = new ItemsPage(tab);

        await page.Search.FillAsync("cannon");
        await page.Search.PressAsync("Enter");

        await Expect(page.Rows).ToHaveCountAsync(1);
        await tab.WaitForLiveAsync();
    }
}
