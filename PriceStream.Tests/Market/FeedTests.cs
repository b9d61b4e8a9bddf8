using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using PriceStream.Tests.Support;
using static PriceStream.Tests.Support.AtomReader;

namespace PriceStream.Tests.Market;

/// <summary>The feeds of movers and of a list, by the rules of RFC 4287.</summary>
public sealed class FeedTests(MarketSite site) : IClassFixture<MarketSite>
{
    private const string Unknown = "not known";

    [Theory]
    [InlineData("feeds/movers", "?preset=movers")]
    [InlineData("feeds/watch?watch=1003,1005,999999", "?watch=1003,1005,999999")]
    [InlineData("feeds/watch?watch=1005&list=Herbs%20%26%20%3Cseeds%3E", "?watch=1005&list=Herbs%20%26%20%3Cseeds%3E")]
    [InlineData("feeds/watch?watch=999999", "?watch=999999")]
    public async Task A_feed_has_everything_that_the_standard_requires(string path, string page)
    {
        var feed = await site.App.Http.GetFeedAsync(path);

        AssertRequired(feed, "feed");
        Assert.Equal("PriceStream", feed.Element(Atom + "author")!.TextOf("name"));
        Assert.Equal((AddressOf(path), AddressOf(page)), (feed.LinkOf("self"), feed.LinkOf("alternate")));
        Assert.Equal("https://creativecommons.org/licenses/by-nc-sa/3.0/", feed.LinkOf("license"));
        Assert.All(feed.Entries(), entry =>
        {
            AssertRequired(entry, "entry");
            Assert.NotEmpty(entry.TextOf("content"));
        });
        var ids = feed.EntryIds().Append(feed.TextOf("id")).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.Equal(feed.Entries().Select(entry => entry.Updated()).DefaultIfEmpty(feed.Updated()).Max(), feed.Updated());
    }

    [Fact]
    public async Task Movers_are_the_first_twenty_of_the_preset()
    {
        var moved = (await site.App.GetJsonAsync("api/v1/items?preset=movers&page_size=20"))["data"]!.AsArray();
        var feed = await site.App.Http.GetFeedAsync("feeds/movers");

        Assert.InRange(moved.Count, 5, 20);
        Assert.Equal(moved.Select(item => $"urn:pricestream:movers:{item!["item_id"]}:2025-05-21"), feed.EntryIds());
        foreach (var (item, entry) in moved.Zip(feed.Entries()))
        {
            Assert.Equal(DateTimeOffset.Parse((string)item!["stats"]!["traded"]!, CultureInfo.InvariantCulture), entry.Updated());
            Assert.Equal(TextOf(item), (entry.TextOf("title"), entry.TextOf("content")));
            Assert.StartsWith(AddressOf($"items/{item["item_id"]}/"), entry.LinkOf("alternate"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_list_has_its_items_in_its_order_each_once_and_not_those_that_the_catalogue_lacks()
    {
        var feed = await site.App.Http.GetFeedAsync("feeds/watch?watch=1005,999999,1003,1005&list=Herbs");

        Assert.Equal(["urn:pricestream:watch:1005:2025-05-21", "urn:pricestream:watch:1003:2025-05-21"], feed.EntryIds());
        Assert.Equal("PriceStream: Herbs", feed.TextOf("title"));
    }

    [Theory]
    [InlineData("feeds/watch")]
    [InlineData("feeds/watch?watch=")]
    [InlineData("feeds/watch?watch=whip")]
    [InlineData("feeds/watch?watch=2,-1")]
    public async Task A_list_without_ids_is_a_400_that_names_the_parameter(string path)
    {
        var errors = await RefuseAsync(path);
        Assert.Equal(["watch"], errors.Select(error => error.Key));
        Assert.Equal("must be up to 200 positive integers separated by commas", (string)errors["watch"]![0]!);
    }

    [Fact]
    public async Task Two_hundred_ids_are_a_list_and_one_more_is_not()
    {
        var ids = string.Join("%2C", Enumerable.Range(900, 200));
        Assert.NotEmpty((await site.App.Http.GetFeedAsync($"feeds/watch?watch={ids}&list={new string('x', 40)}")).Entries());
        var errors = await RefuseAsync($"feeds/watch?watch={ids},201&list={new string('x', 41)}");
        Assert.Equal(["list", "watch"], errors.Select(error => error.Key).Order());
    }

    private static void AssertRequired(XElement element, string kind)
    {
        Assert.Equal(Atom + kind, element.Name);
        foreach (var name in (string[])["id", "title", "updated"])
        {
            Assert.NotEmpty(Assert.Single(element.Elements(Atom + name)).Value);
        }

        Assert.StartsWith("urn:pricestream:", element.TextOf("id"), StringComparison.Ordinal);
        Assert.True(Uri.IsWellFormedUriString(element.TextOf("id"), UriKind.Absolute), element.TextOf("id"));
        Assert.Matches(@"\A\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\z", element.TextOf("updated"));
        Assert.Single(element.Elements(Atom + "link"), link => (string)link.Attribute("rel")! == "alternate");
        Assert.All(element.Elements(Atom + "link").Select(link => (string)link.Attribute("href")!), address =>
            Assert.True(Uri.IsWellFormedUriString(address, UriKind.Absolute), address));
    }

    private static (string Title, string Content) TextOf(JsonNode item)
    {
        var stats = item["stats"]!;
        var change = ((decimal)stats["change_24h"]!).ToString("+0.00;−0.00;0.00", CultureInfo.InvariantCulture) + " %";
        var (high, low, margin) = (Gp(stats["high"]), Gp(stats["low"]), Gp(stats["margin"]));
        return (
            $"{item["name"]}: {(low == Unknown ? high : low)} ({change})",
            $"Instant-buy {high} · instant-sell {low} · margin {margin} · change in 24 hours {change}");
    }

    private static string Gp(JsonNode? amount) =>
        amount is null ? Unknown : string.Create(CultureInfo.InvariantCulture, $"{(long)amount:N0} gp").Replace('-', '−');

    private string AddressOf(string path) => site.App.Http.BaseAddress + path;

    private async Task<JsonObject> RefuseAsync(string path)
    {
        using var answer = await site.App.Http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        return problem["errors"]!.AsObject();
    }
}
