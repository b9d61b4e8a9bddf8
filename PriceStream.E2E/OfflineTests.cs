using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using PriceStream.Tests.Support;
using PriceStream.Web.Items.Icons;
using static Microsoft.Playwright.Assertions;
using PriceStream.E2E.Support;
using static PriceStream.E2E.Support.Items;

namespace PriceStream.E2E;

/// <summary>A browser that does not reach the site shows the last prices that it saw, with their age.</summary>
public sealed class OfflineTests(BrowserFixture browser)
{
    // Makes the pages that the service worker has kept two hours older.
    private const string AgeKeptPages = """
        async () => {
          const cache = await caches.open('pages');
          for (const request of await cache.keys()) {
            const page = await cache.match(request);
            const headers = new Headers(page.headers);
            headers.set('X-Kept-At', headers.get('X-Kept-At') - 7_200_000);
            await cache.put(request, new Response(await page.text(), { headers }));
          }
        }
        """;

    [Theory]
    [InlineData("")]
    [InlineData("items/4151/abyssal-whip")]
    public async Task Offline_a_page_shows_its_last_prices_and_their_age_and_becomes_live_by_itself(string path)
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await OpenAsync(app.Http.BaseAddress!);
        await tab.Page.GotoAsync(path);
        await tab.WaitForLiveAsync();
        await WaitForKeptAsync(tab, "</html>");
        var whip = tab.Price(Whip, "high").First;
        var price = await whip.GetAttributeAsync("data-value");
        await tab.Page.EvaluateAsync(AgeKeptPages);

        await tab.SetOfflineAsync(true);
        await tab.Page.ReloadAsync();
        await Expect(Notice(tab)).ToContainTextAsync("You see this page as of");
        await tab.WaitForStateAsync("offline");
        await Expect(whip).ToHaveAttributeAsync("data-value", price!);
        await Expect(tab.Page.GetByTestId("live-age")).ToContainTextAsync("2 h ago");

        app.Upstream.Set(Whip, high: 1_234_567, highTime: app.Clock.GetUtcNow().ToUnixTimeSeconds(), low: 1, lowTime: null);
        await app.PollAsync();
        await tab.SetOfflineAsync(false);
        await tab.WaitForLiveAsync();
        await Expect(Notice(tab)).ToBeHiddenAsync();
        await Expect(whip).ToHaveAttributeAsync("data-value", "1234567");
    }

    [Fact]
    public async Task A_page_that_was_left_is_kept_as_it_was_seen_last()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await OpenAsync(app.Http.BaseAddress!);
        await tab.WaitForLiveAsync();
        app.Upstream.Set(Whip, high: 1_234_567, highTime: app.Clock.GetUtcNow().ToUnixTimeSeconds(), low: 1, lowTime: null);
        await app.PollAsync();
        await tab.WaitForPriceAsync(Whip, high: 1_234_567);

        await tab.HideAsync();
        await WaitForKeptAsync(tab, "1234567");
        await tab.SetOfflineAsync(true);
        await tab.Page.ReloadAsync();
        await tab.WaitForPriceAsync(Whip, high: 1_234_567);
    }

    [Fact]
    public async Task While_the_site_answers_no_page_comes_from_what_was_kept()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await OpenAsync(app.Http.BaseAddress!);
        await tab.WaitForLiveAsync();
        await tab.Page.EvaluateAsync(
            "async () => (await caches.open('pages')).put(location.href, new Response('<main>kept', { headers: { 'X-Kept-At': 1 } }))");

        await tab.Page.ReloadAsync();
        await tab.WaitForLiveAsync();
        await Expect(Notice(tab)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Offline_a_page_that_was_never_seen_says_so()
    {
        await using var app = await Arrange.StartAsync();
        await using var tab = await OpenAsync(app.Http.BaseAddress!);
        await tab.SetOfflineAsync(true);
        await tab.Page.GotoAsync("tax");
        await Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Name = "No connection" })).ToBeVisibleAsync();
        await tab.Page.GetByRole(AriaRole.Link, new() { Name = "the market" }).ClickAsync();
        await Expect(Notice(tab)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Pictures_of_items_arrive_with_a_later_load_and_do_not_push_out_the_files_that_a_kept_page_needs()
    {
        await using var source = await FakeIcons.StartAsync();
        await using var app = await Arrange.StartAsync(("Icons:Mode", "Cached"), ("Icons:BaseAddress", source.Address));
        await using var tab = await OpenAsync(app.Http.BaseAddress!);
        await Eventually.TrueAsync(() => app.Services.GetRequiredService<IconStore>().Count == 3, "the site has the pictures");
        app.Clock.Advance(TimeSpan.FromSeconds(1)); // tables are drawn once a second
        await tab.Page.ReloadAsync();
        await tab.WaitForLiveAsync();

        await Expect(tab.Page.Locator("img.icon[src*='?v=']")).ToHaveCountAsync(3);
        await tab.Page.WaitForFunctionAsync("[...document.querySelectorAll('img.icon')].every(picture => picture.naturalWidth === 1)");
        var kept = await tab.Page.EvaluateAsync<string[]>(
            "async () => (await (await caches.open('files')).keys()).map(file => new URL(file.url).pathname)");
        Assert.Contains(kept, path => path.EndsWith(".css", StringComparison.Ordinal));
        Assert.DoesNotContain(kept, path => path.StartsWith("/icons/", StringComparison.Ordinal));
    }

    private static ILocator Notice(Tab tab) => tab.Page.GetByTestId("kept");

    private static async Task WaitForKeptAsync(Tab tab, string text) => await tab.Page.EvaluateAsync(
        """
        async text => {
          const pages = await caches.open('pages');
          while (!(await (await pages.match(location.href))?.text())?.includes(text)) await new Promise(requestAnimationFrame);
        }
        """,
        text);

    // Opens the market twice: the first time, the service worker comes too late to keep it.
    private async Task<Tab> OpenAsync(Uri address)
    {
        var tab = await browser.OpenAsync(address, new() { ServiceWorkers = ServiceWorkerPolicy.Allow });
        tab.ExcuseLostServer();
        await tab.Page.GotoAsync("");
        await tab.Page.EvaluateAsync("navigator.serviceWorker.ready");
        await tab.Page.ReloadAsync();
        await WaitForKeptAsync(tab, "</html>");
        return tab;
    }
}
