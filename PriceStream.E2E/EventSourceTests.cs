using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using PriceStream.E2E.Support;
using PriceStream.Tests.Support;
using PriceStream.Web.Streaming;
using static PriceStream.E2E.Support.Items;

namespace PriceStream.E2E;

/// <summary>The browser's own EventSource, as another site's script uses it, while the server stops or drains.</summary>
public sealed partial class EventSourceTests(BrowserFixture browser)
{
    private const long Start = FakeUpstream.Start;

    private static readonly (string, string)[] Quick = [("Sse:ReconnectBaseDelay", "100"), ("Sse:ReconnectMaxDelay", "300")];

    [Fact]
    public async Task EventSource_reconnects_without_help_when_the_server_stops_and_comes_back()
    {
        var folder = Directory.CreateTempSubdirectory("pricestream-");
        var first = await StartAsync(folder.FullName);
        await using var proxy = new Proxy(first.Http.BaseAddress!);
        await using var tab = await browser.OpenAsync(proxy.Address);
        await OpenPlainPageAsync(tab);
        await tab.Page.EvaluateAsync("""
            window.seen = [];
            window.source = new EventSource('/api/v1/prices/stream?items=2');
            for (const name of ['connected', 'price-update', 'bye'])
              source.addEventListener(name, event => seen.push(`${name} ${event.data}`));
            """);
        await SeesAsync(tab, "connected");

        tab.Excuse("net::ERR_"); // of each attempt while nothing answers
        var time = first.Clock.GetUtcNow();
        await first.DisposeAsync();
        await SeesAsync(tab, "bye", "\"shutdown\"");
        await WaitForAsync(tab, "source.readyState === EventSource.CONNECTING");
        await using var second = await StartAsync(folder.FullName);
        second.Clock.SetUtcNow(time);
        second.Upstream.Set(Cannonball, high: 777, highTime: Start + 130, low: 190, lowTime: Start - 20);
        await second.PollAsync();
        proxy.LeadTo(second.Http.BaseAddress!);

        await SeesAsync(tab, "price-update", "\"high\":777");
        Assert.Equal(1, await tab.Page.EvaluateAsync<int>("source.readyState"));
    }

    [Fact]
    public async Task EventSource_gives_up_on_a_draining_server_and_the_documents_example_opens_a_new_one()
    {
        await using var app = await Arrange.StartAsync(Quick);
        await using var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        var hub = app.Services.GetRequiredService<StreamHub>();
        await OpenPlainPageAsync(tab);
        await tab.Page.EvaluateAsync($$"""
            window.sources = [];
            {{Example()}}
            const Native = EventSource;
            window.EventSource = class extends Native { constructor(url) { super(url); sources.push(this); } };
            window.prices = [];
            window.stop = followPrices('/api/v1/prices/stream?items=2', price => prices.push(price.high), 200);
            null; // Playwright would call the function that is the value of the line before
            """);
        await WaitForAsync(tab, "sources[0].readyState === EventSource.OPEN");
        await SetAsync(app, price: 201, seconds: 50);
        await WaitForAsync(tab, "prices.includes(201)");

        tab.Excuse("503");
        hub.Drain();
        await WaitForAsync(tab, "sources[0].readyState === EventSource.CLOSED"); // for good
        await SetAsync(app, price: 202, seconds: 110);
        hub.Undrain();

        await WaitForAsync(tab, "prices.includes(202)");
        Assert.Equal("201,202", await tab.Page.EvaluateAsync<string>("prices.join()"));
        await tab.Page.EvaluateAsync("stop()");
        await WaitForAsync(tab, "sources.every(source => source.readyState === EventSource.CLOSED)");
    }

    private static async Task<AppFactory> StartAsync(string folder)
    {
        var app = await AppFactory.StartAsync(folder, Quick);
        await app.RefreshCatalogueAsync();
        await app.PollAsync();
        return app;
    }

    // A fragment of the site: no script of the site runs, and no tag names an icon.
    private static async Task OpenPlainPageAsync(Tab tab)
    {
        tab.Excuse("favicon.ico");
        await tab.Page.GotoAsync("fault");
    }

    private static async Task SetAsync(AppFactory app, long price, int seconds)
    {
        app.Upstream.Set(Cannonball, high: price, highTime: Start + seconds, low: 190, lowTime: Start - 20);
        await app.PollAsync();
    }

    private static Task SeesAsync(Tab tab, string name, string part = "") =>
        WaitForAsync(tab, $"seen.some(event => event.startsWith('{name}') && event.includes('{part}'))");

    // Playwright's own wait evaluates a string in the page, which the page's policy forbids.
    private static Task WaitForAsync(Tab tab, string condition) =>
        Eventually.TrueAsync(() => tab.Page.EvaluateAsync<bool>(condition), condition);

    private static string Example() => Script().Match(Repository.Read("docs/stream.md")).Groups[1].Value;

    [GeneratedRegex("```js\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Script();
}
