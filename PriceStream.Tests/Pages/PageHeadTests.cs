using AngleSharp.Dom;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Pages;

/// <summary>What a page says of itself to search engines and chats.</summary>
public sealed class PageHeadTests
{
    private const string Site = "https://prices.example.org/prices/";
    private const string Whip = "items/4151/abyssal-whip";

    [Theory]
    [InlineData("", "")]
    [InlineData("?preset=popular&page=2", "")]
    [InlineData("?min_price=10k&sort=high&cols=high,roi", "")]
    [InlineData("?preset=flipping&min_margin=1k&sort=roi&order=asc&page=2&page_size=10", "?preset=flipping")]
    [InlineData("?search=Abyssal+%26+whip&preset=all&sort=high&members=true", "?search=Abyssal%20%26%20whip")]
    [InlineData("?watch=4151%2C2,2&list=My+herbs&preset=watch&cols=high", "?watch=4151,2&list=My%20herbs")]
    [InlineData("?preset=watch", "?preset=watch")]
    [InlineData("?preset=nonsense&watch=x", "")]
    [InlineData(Whip, Whip)]
    [InlineData(Whip + "?period=1y", Whip)]
    [InlineData("tax?net=1.5m&item=whip", "tax")]
    [InlineData("columns", "columns")]
    [InlineData("watch?list=Herbs&left=3", "watch")]
    public async Task A_page_names_the_one_address_that_stands_for_it(string asked, string canonical)
    {
        await using var app = await StartBehindProxyAsync();
        var page = await app.GetPageAsync(asked);

        Assert.Equal(Site + canonical, Assert.Single(page.QuerySelectorAll("link[rel=canonical]")).GetAttribute("href"));
    }

    [Fact]
    public async Task Every_page_has_a_title_and_a_description_of_its_own()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        var heads = new List<(string Title, string About)>();
        foreach (var path in (string[])
        [
            "", "?preset=flipping", "?preset=alch", "?preset=movers", "?preset=big", "?preset=all", "?preset=watch", "?search=whip",
            "?watch=2,4151&list=Herbs", "?watch=2", Whip, "items/2/cannonball", "tax", "columns", "watch",
        ])
        {
            var page = await app.GetPageAsync(path);
            var about = Assert.Single(page.QuerySelectorAll("meta[name=description]")).GetAttribute("content")!;
            Assert.Matches("PriceStream", page.Title!);
            Assert.InRange(about.Length, 60, 200);
            heads.Add((page.Title!, about));
        }

        Assert.Equal(heads.Count, heads.Select(head => head.Title).Distinct().Count());
        Assert.Equal(heads.Count, heads.Select(head => head.About).Distinct().Count());
        Assert.Equal("PriceStream: live Grand Exchange prices", heads[0].Title);
        Assert.Equal("Flipping: Grand Exchange prices · PriceStream", heads[1].Title);
        Assert.Equal("Herbs · PriceStream", heads[8].Title);
        Assert.Equal("Abyssal whip: live price and history · PriceStream", heads[10].Title);
    }

    [Fact]
    public async Task A_link_to_an_item_shows_its_price_and_its_card()
    {
        await using var app = await StartBehindProxyAsync();
        var page = await app.GetPageAsync(Whip);

        Assert.Equal("Abyssal whip: 1,480,000 gp", Meta(page, "og:title"));
        Assert.Equal(
            "Instant-buy 1,500,000 gp · instant-sell 1,480,000 gp · margin 5,000 gp · change in 24 hours not known "
            + "· 21 May 2025 08:01 UTC",
            Meta(page, "og:description"));
        Assert.Equal(("website", "PriceStream", Site + Whip), (Meta(page, "og:type"), Meta(page, "og:site_name"), Meta(page, "og:url")));
        Assert.Equal(Site + "items/4151/card.png?period=7d", Meta(page, "og:image"));
        Assert.Equal(
            ("image/png", "1200", "630"), (Meta(page, "og:image:type"), Meta(page, "og:image:width"), Meta(page, "og:image:height")));
        Assert.Equal("Prices of Abyssal whip and their chart (7 days)", Meta(page, "og:image:alt"));
        var twitter = Assert.Single(page.QuerySelectorAll("meta[name='twitter:card']"));
        Assert.Equal("summary_large_image", twitter.GetAttribute("content"));

        var card = new Uri(new Uri(Meta(page, "og:image")).PathAndQuery, UriKind.Relative);
        using var picture = await app.Http.GetAsync(card, TestContext.Current.CancellationToken);
        Assert.Equal("image/png", picture.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_link_with_a_period_shows_the_card_of_that_period_and_an_item_without_a_price_says_so()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        var year = Meta(await app.GetPageAsync(Whip + "?period=1y"), "og:image");
        var wrong = Meta(await app.GetPageAsync(Whip + "?period=x"), "og:image");
        var logs = await app.GetPageAsync("items/1511/logs");

        var card = $"{app.Http.BaseAddress}items/4151/card.png?period=";
        Assert.Equal([card + "1y", card + "7d"], [year, wrong]);
        Assert.Equal("Logs: no price", Meta(logs, "og:title"));
    }

    [Fact]
    public async Task A_name_with_markup_is_text()
    {
        await using var app = await AppFactory.StartAsync();
        app.Upstream.Mapping[0]!["name"] = "<b>Rope</b> & \"twine\"";
        await app.RefreshCatalogueAsync();
        var page = await app.GetPageAsync("items/2");

        Assert.Equal("<b>Rope</b> & \"twine\": no price", Meta(page, "og:title"));
        Assert.Equal("<b>Rope</b> & \"twine\": live price and history · PriceStream", page.Title);
    }

    [Fact]
    public async Task An_error_and_the_administrators_page_stand_for_no_address()
    {
        await using var app = await AdminClient.StartSiteAsync();
        using var missing = await app.Http.GetAsync(new Uri("nowhere", UriKind.Relative), TestContext.Current.CancellationToken);
        var html = await missing.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.DoesNotContain("canonical", html, StringComparison.Ordinal);
        Assert.Empty((await app.GetPageAsync("admin/login")).QuerySelectorAll("link[rel=canonical]"));
    }

    private static string Meta(IDocument page, string property) =>
        Assert.Single(page.QuerySelectorAll($"meta[property='{property}']")).GetAttribute("content")!;

    private static async Task<AppFactory> StartBehindProxyAsync()
    {
        var app = await AppFactory.StartWithPricesAsync(
            ("Proxy:KnownNetworks", "127.0.0.0/8"), ("Proxy:AllowedHosts", "prices.example.org"), ("Proxy:PathBase", "/prices"));
        app.Http.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.1");
        app.Http.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        app.Http.DefaultRequestHeaders.Add("X-Forwarded-Host", "prices.example.org");
        return app;
    }
}
