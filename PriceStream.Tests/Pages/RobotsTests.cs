using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Xml;
using Microsoft.Extensions.DependencyInjection;
using PriceStream.Tests.Support;
using PriceStream.Web.Items;
using PriceStream.Web.Pages;

namespace PriceStream.Tests.Pages;

/// <summary>What search engines are asked to leave alone, and which pages they find.</summary>
public sealed class RobotsTests
{
    private const string Format = "http://www.sitemaps.org/schemas/sitemap/0.9";

    [Fact]
    public async Task Robots_txt_asks_crawlers_to_leave_the_api_and_the_administrator_alone_and_names_the_sitemap()
    {
        await using var app = await AppFactory.StartAsync();
        using var answer = await GetAsync(app, "robots.txt");

        Assert.Equal((200, "text/plain"), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        var lines = (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split('\n');
        Assert.Equal(
            [
                "User-agent: *", "Disallow: /api/", "Disallow: /admin", "Disallow: /demo", "",
                $"Sitemap: {app.Http.BaseAddress}sitemap.xml", "",
            ],
            lines);
        Assert.False(answer.Headers.Contains("X-Robots-Tag"));
    }

    [Fact]
    public async Task The_sitemap_has_every_item_and_every_fixed_page_once_and_every_address_works()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        var addresses = await ReadSitemapAsync(app);
        var site = app.Http.BaseAddress!.ToString();

        Assert.Equal(
            [
                "", "?preset=flipping", "?preset=alch", "?preset=movers", "?preset=big", "?preset=all", "tax", "columns",
                "items/4151/abyssal-whip", "items/2/cannonball", "items/1511/logs",
            ],
            addresses.Select(address => address[site.Length..]));
        foreach (var address in addresses)
        {
            var page = await app.GetPageAsync(address[site.Length..]);
            Assert.Equal(address, page.QuerySelector("link[rel=canonical]")!.GetAttribute("href"));
        }
    }

    [Fact]
    public async Task The_sitemap_of_the_whole_catalogue_has_as_many_addresses_and_is_compressed()
    {
        var items = RecordedCatalogue.Read();
        await using var app = await AppFactory.StartAsync();
        app.Services.GetRequiredService<Catalogue>().Merge(items);
        var addresses = await ReadSitemapAsync(app);
        Assert.Equal(items.Count + Sitemap.Others.Count, addresses.Distinct().Count());

        using var request = new HttpRequestMessage(HttpMethod.Get, "sitemap.xml");
        request.Headers.AcceptEncoding.Add(new("br"));
        using var answer = await app.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(["br"], answer.Content.Headers.ContentEncoding);
        Assert.InRange((await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length, 1000, 80_000);
    }

    [Fact]
    public async Task An_unchanged_sitemap_is_a_304_until_the_catalogue_changes()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        using var first = await GetAsync(app, "sitemap.xml");
        using var same = await GetAsync(app, "sitemap.xml", first.Headers.ETag);
        app.Services.GetRequiredService<Catalogue>().Merge([new(7, "Rope", "", "", Members: false, null, null, null, null)]);
        using var changed = await GetAsync(app, "sitemap.xml", first.Headers.ETag);

        Assert.Equal(
            (HttpStatusCode.OK, HttpStatusCode.NotModified, HttpStatusCode.OK), (first.StatusCode, same.StatusCode, changed.StatusCode));
    }

    [Fact]
    public void A_sitemap_has_at_most_the_addresses_that_it_may_have()
    {
        var catalogue = new Catalogue();
        catalogue.Merge(
            Enumerable.Range(1, Sitemap.MaxPages).Select(id => new Item(id, $"Item {id}", "", "", false, null, null, null, null)));
        var (body, _) = new Sitemap(catalogue).Of("https://prices.example.org/");

        Assert.Equal(Sitemap.MaxPages, Encoding.UTF8.GetString(body).Split("<loc>").Length - 1);
    }

    [Fact]
    public async Task A_site_that_is_not_to_be_listed_says_so_everywhere()
    {
        await using var app = await AppFactory.StartWithPricesAsync(("Site:Index", "false"));
        var robots = await app.Http.GetStringAsync(new Uri("robots.txt", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal("User-agent: *\nDisallow: /\n", robots);

        foreach (var (path, status) in ((string, HttpStatusCode)[])
        [
            ("", HttpStatusCode.OK), ("items/4151/abyssal-whip", HttpStatusCode.OK), ("items/4151/card.png", HttpStatusCode.OK),
            ("css/tokens.css", HttpStatusCode.OK), ("api/v1/items", HttpStatusCode.OK), ("robots.txt", HttpStatusCode.OK),
            ("sitemap.xml", HttpStatusCode.NotFound), ("nowhere", HttpStatusCode.NotFound),
        ])
        {
            using var answer = await GetAsync(app, path);
            Assert.Equal((path, status), (path, answer.StatusCode));
            Assert.Equal("noindex", Assert.Single(answer.Headers.GetValues("X-Robots-Tag")));
        }
    }

    private static async Task<List<string>> ReadSitemapAsync(AppFactory app)
    {
        using var answer = await GetAsync(app, "sitemap.xml");
        Assert.Equal("application/xml", answer.Content.Headers.ContentType?.MediaType);
        await using var body = await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        using var xml = XmlReader.Create(body, new() { DtdProcessing = DtdProcessing.Prohibit, Async = true });
        var addresses = new List<string>();
        xml.ReadStartElement("urlset", Format);
        while (xml.IsStartElement("url", Format))
        {
            xml.ReadStartElement();
            addresses.Add(xml.ReadElementContentAsString("loc", Format));
            xml.ReadEndElement();
        }

        xml.ReadEndElement();
        Assert.All(addresses, address => Assert.True(Uri.IsWellFormedUriString(address, UriKind.Absolute), address));
        return addresses;
    }

    private static async Task<HttpResponseMessage> GetAsync(AppFactory app, string path, EntityTagHeaderValue? tag = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (tag is not null)
        {
            request.Headers.IfNoneMatch.Add(tag);
        }

        return await app.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
