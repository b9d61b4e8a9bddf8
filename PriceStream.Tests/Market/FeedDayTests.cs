using System.Net;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Market;

/// <summary>What changes in a feed, and what stays, while the day goes on; and from where it is read.</summary>
public sealed class FeedDayTests
{
    private const string Feed = "feeds/watch?watch=4151,2,1511";

    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeSeconds(FakeUpstream.Start);

    [Fact]
    public async Task Entries_keep_their_ids_over_a_day_of_polls_and_have_others_on_the_next()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        var first = await app.Http.GetFeedAsync(Feed);
        Assert.Equal(
            [
                "urn:pricestream:watch:4151:2025-05-21", "urn:pricestream:watch:2:2025-05-21", "urn:pricestream:watch:1511:2025-05-21",
            ],
            first.EntryIds());

        // Every half hour until the last minutes of the day.
        for (var time = Start.AddMinutes(30); time < Start.Date.AddDays(1); time = time.AddMinutes(30))
        {
            app.Clock.SetUtcNow(time.AddMinutes(-1));
            app.Upstream.Set(4151, 1_500_000 + time.Hour, time.ToUnixTimeSeconds() - 70, 1_480_000, time.ToUnixTimeSeconds() - 80);
            await app.PollAsync();
            var feed = await app.Http.GetFeedAsync(Feed);

            Assert.Equal(first.EntryIds(), feed.EntryIds());
            Assert.Equal(time.AddSeconds(-70), feed.Entries()[0].Updated());
            Assert.Equal(feed.Entries()[0].Updated(), feed.Updated());
            // Nobody trades the others.
            Assert.Equal(first.Entries()[1].ToString(), feed.Entries()[1].ToString());
            Assert.Equal(first.Entries()[2].ToString(), feed.Entries()[2].ToString());
        }

        app.Clock.SetUtcNow(Start.Date.AddDays(1));
        var next = await app.Http.GetFeedAsync(Feed);
        Assert.Equal(first.EntryIds().Select(id => id.Replace("05-21", "05-22", StringComparison.Ordinal)), next.EntryIds());
        Assert.Equal(first.TextOf("id"), next.TextOf("id"));
    }

    [Fact]
    public async Task An_item_without_a_price_has_an_entry_as_old_as_the_day()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        var logs = (await app.Http.GetFeedAsync(Feed)).Entries()[2];

        Assert.Equal("Logs: no price", logs.TextOf("title"));
        Assert.Equal(Start.Date, logs.Updated());
    }

    [Fact]
    public async Task An_unchanged_feed_is_a_304_until_something_in_it_is_traded()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        using var first = await GetAsync(app, tag: null);
        Assert.Equal("no-cache", first.Headers.CacheControl!.ToString());
        app.Upstream.Set(1511, high: 40, highTime: FakeUpstream.Start + 50, low: null, lowTime: null);
        app.Clock.Advance(TimeSpan.FromMinutes(3));
        using var same = await GetAsync(app, first.Headers.ETag!.ToString());
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);

        await app.PollAsync();
        using var changed = await GetAsync(app, first.Headers.ETag.ToString());
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
    }

    [Fact]
    public async Task Behind_a_proxy_the_links_are_the_proxys_and_the_ids_are_the_same()
    {
        await using var app = await AppFactory.StartWithPricesAsync(
            ("Proxy:KnownNetworks", "127.0.0.0/8"), ("Proxy:AllowedHosts", "prices.example.org"), ("Proxy:PathBase", "/prices"));
        var direct = await app.Http.GetFeedAsync("prices/" + Feed);
        app.Http.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.1");
        app.Http.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        app.Http.DefaultRequestHeaders.Add("X-Forwarded-Host", "prices.example.org");
        var proxied = await app.Http.GetFeedAsync(Feed);

        Assert.Equal("https://prices.example.org/prices/" + Feed, proxied.LinkOf("self"));
        Assert.Equal("https://prices.example.org/prices/?watch=4151,2,1511", proxied.LinkOf("alternate"));
        Assert.Equal("https://prices.example.org/prices/items/4151/abyssal-whip", proxied.Entries()[0].LinkOf("alternate"));
        Assert.Equal(direct.EntryIds().Prepend(direct.TextOf("id")), proxied.EntryIds().Prepend(proxied.TextOf("id")));
    }

    [Fact]
    public async Task A_name_with_markup_or_a_control_character_is_text()
    {
        await using var app = await AppFactory.StartAsync();
        app.Upstream.Mapping[0]!["name"] = "<b>Rope</b> & \"twine\" 🪢\uffff";
        await app.RefreshCatalogueAsync();

        var entry = (await app.Http.GetFeedAsync("feeds/watch?watch=2")).Entries().Single();
        Assert.Equal("<b>Rope</b> & \"twine\" 🪢: no price", entry.TextOf("title"));
    }

    [Fact]
    public async Task The_market_page_names_its_feed_and_its_exports()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        var home = await app.GetPageAsync("");
        Assert.Equal("feeds/movers", home.QuerySelector("link[rel=alternate][type='application/atom+xml']")!.GetAttribute("href"));
        Assert.Null((await app.GetPageAsync("items/4151/abyssal-whip")).QuerySelector("link[rel=alternate]"));
        string?[] links = [.. home.QuerySelectorAll(".exports a").Select(link => link.GetAttribute("href"))];
        Assert.Equal(["api/v1/items.csv?preset=popular", "api/v1/items.ndjson?preset=popular"], links);

        var page = await app.GetPageAsync("?search=whip&sort=high&cols=high,roi&page=1&page_size=1");
        var export = page.QuerySelector(".exports a")!.GetAttribute("href")!;
        Assert.Equal("api/v1/items.csv?search=whip&sort=high&cols=high,roi&preset=all", export);
        Assert.Equal(["item_id", "name", "high", "roi"], (await CsvTable.GetAsync(app, export)).Columns);
    }

    private static async Task<HttpResponseMessage> GetAsync(AppFactory app, string? tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Feed);
        request.Headers.TryAddWithoutValidation("If-None-Match", tag ?? "\"none\"");
        return await app.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
