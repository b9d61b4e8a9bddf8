using static Microsoft.Playwright.Assertions;
using PriceStream.E2E.Pages;
using PriceStream.E2E.Support;
using PriceStream.Tests.Support;
using static PriceStream.E2E.Support.Items;

namespace PriceStream.E2E;

/// <summary>What the cards of an item's page show while prices change.</summary>
public sealed class ItemCardTests(BrowserFixture browser)
{
    private const long Start = FakeUpstream.Start;

    [Fact]
    public async Task The_working_follows_a_tick_and_the_other_cards_follow_the_poll()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        await tab.Page.AddInitScriptAsync("Math.random = () => 0"); // the request for the other cells is not spread
        var page = new ItemPage(tab);
        await page.OpenAsync(Whip);
        await tab.WaitForLiveAsync();

        app.Upstream.Set(Whip, high: 1_400_000, highTime: Start + 70, low: 1_480_000, lowTime: Start + 75);
        await app.PollAsync();

        await Expect(page.Working).ToHaveTextAsync("1,400,000 − 14,000 (1 %) − 1,480,000 = −94,000");
        await Expect(tab.Page.Locator("[data-field=crossed]")).ToHaveTextAsync("crossed");
        await Expect(tab.Price(Whip, "tax")).ToHaveAttributeAsync("data-value", "14000");
        await Expect(tab.Price(Whip, "roi")).ToHaveTextAsync("−6.35 %");
    }
}
