using System.Net;
using AngleSharp.Dom;
using PriceStream.Tests.Market;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Watch;

/// <summary>The page of the reader's own list, and lists of others.</summary>
public sealed class WatchPageTests
{
    [Fact]
    public async Task The_list_is_put_in_order_emptied_and_put_back()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        using var reader = new Reader(app);
        reader.SetList("2.4151.1511");
        Assert.Equal(["2", "4151", "1511"], Items(await reader.OpenAsync("watch")));

        using var up = await reader.PressAsync("watch", "button[name=up][value='4151']");
        Assert.Equal((HttpStatusCode.SeeOther, "/watch"), (up.StatusCode, up.Headers.Location!.OriginalString));
        using var down = await reader.PressAsync("watch", "button[name=down][value='2']");
        Assert.Equal("4151.1511.2", reader.List);
        using var removed = await reader.PressAsync("watch", "button[name=watch][value='1511']");
        Assert.Equal("4151.2", reader.List);

        using var empty = await reader.PressAsync("watch", "button[value=empty]");
        Assert.Null(reader.List);
        using var undone = await reader.PressAsync(empty.Headers.Location!.OriginalString[1..], "[data-testid=undo] button");
        Assert.Equal("4151.2", reader.List);
    }

    [Fact]
    public async Task Exports_are_on_the_page_under_the_name_of_the_address()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        using var reader = new Reader(app);
        reader.SetList("2.4151");
        var page = await reader.OpenAsync("watch?list=My+herbs");
        Assert.Equal("2,4151", Export("ids"));
        Assert.Equal($"{app.Http.BaseAddress}?watch=2,4151&list=My%20herbs", Export("link"));
        Assert.Equal("""{"pricestream":1,"lists":[{"name":"My herbs","items":[2,4151]}]}""", Export("json"));
        Assert.Equal("banktags,1,My herbs,2,2,4151", Export("banktags"));
        Assert.Equal(
            "api/v1/items.csv?preset=watch&watch=2,4151&list=My%20herbs",
            page.QuerySelector("[data-testid=export-csv]")!.GetAttribute("href"));

        string? Export(string name) => page.QuerySelector($"[data-testid=export-{name}]")!.GetAttribute("value");
    }

    [Fact]
    public async Task The_own_list_on_the_market_has_its_own_order_until_it_is_sorted()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        using var reader = new Reader(app);
        Assert.NotNull((await reader.OpenAsync("?preset=watch")).QuerySelector("[data-testid=no-stars]"));

        reader.SetList("4151.2.junk.999999.1511");
        var page = await reader.OpenAsync("?preset=watch");
        Assert.Equal([4151, 2, 1511], MarketPageTests.Ids(page));
        Assert.Equal(3, page.QuerySelectorAll("#items button[aria-pressed=true]").Length);
        Assert.Equal("Watchlist", page.QuerySelector("nav[aria-label=Presets] [aria-current]")!.TextContent);
        Assert.Equal([1511, 2, 4151], MarketPageTests.Ids(await reader.OpenAsync("?preset=watch&sort=name&order=desc")));
        Assert.Equal([2], MarketPageTests.Ids(await reader.OpenAsync("?preset=watch&search=cannon")));
        Assert.Equal([2], MarketPageTests.Ids(await reader.OpenAsync("?preset=watch&min_limit=100")));
    }

    [Fact]
    public async Task A_list_by_link_is_a_view_that_sets_no_cookie_until_it_is_asked_to()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        using var reader = new Reader(app);
        reader.SetList("1511");
        var view = await reader.OpenAsync("?watch=4151%2C2&list=Herbs");
        Assert.Equal([4151, 2], MarketPageTests.Ids(view));
        var head = view.QuerySelector("[data-testid=shared-list]")!.TextContent;
        Assert.Contains("“Herbs”, a list of 2 items by link", head, StringComparison.Ordinal);
        Assert.Equal("1511", reader.List);

        using var added = await reader.PressAsync("?watch=4151%2C2&list=Herbs", "[data-testid=shared-list] button[value=add]");
        Assert.Equal("/?watch=4151%2C2&list=Herbs", added.Headers.Location!.OriginalString);
        Assert.Equal("1511.4151.2", reader.List);
        using var replaced = await reader.PressAsync("?watch=4151,2&list=Herbs", "[data-testid=shared-list] button[value=replace]");
        Assert.Equal("/watch?was=1511,4151,2&list=Herbs", replaced.Headers.Location!.OriginalString);
        Assert.Equal("4151.2", reader.List);
    }

    [Fact]
    public async Task One_readers_list_is_never_in_the_rows_of_another()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        using var reader = new Reader(app);
        using var other = new Reader(app);
        reader.SetList("4151");
        Assert.Single((await reader.OpenAsync("?preset=all")).QuerySelectorAll("#items [aria-pressed=true]"));
        Assert.Empty((await other.OpenAsync("?preset=all")).QuerySelectorAll("#items [aria-pressed=true]"));
        Assert.Equal([4151], MarketPageTests.Ids(await reader.OpenAsync("?preset=watch")));
        other.SetList("2.4151");
        Assert.Equal([2, 4151], MarketPageTests.Ids(await other.OpenAsync("?preset=watch")));
    }

    [Theory]
    [InlineData("watch=a", "watch")]
    [InlineData("watch=-2", "watch")]
    [InlineData("watch=", "watch")]
    [InlineData("preset=watch", "watch")]
    [InlineData("watch=2&list=12345678901234567890123456789012345678901", "list")]
    public async Task The_api_refuses_a_wrong_list_by_its_parameter(string query, string name)
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        using var answer = await app.Http.GetAsync(
            new Uri($"api/v1/items?{query}", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains($"\"{name}\":[\"must be", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Five_thousand_ids_by_link_are_refused_in_the_api_and_explained_on_the_page()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        var many = string.Join(',', Enumerable.Range(1, 1500));
        using var answer = await app.Http.GetAsync(
            new Uri($"api/v1/items?watch={many}", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var error = (await app.GetPageAsync($"?watch={many}")).QuerySelector("[data-testid=error-watch]")!;
        Assert.Contains("up to 200 positive integers", error.TextContent, StringComparison.Ordinal);

        var tooLong = string.Join(',', Enumerable.Range(1, 5000));
        using var refused = await app.Http.GetAsync(
            new Uri($"?watch={tooLong}", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.RequestUriTooLong, refused.StatusCode);
        var text = await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("A link to a list has at most 200 items", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_readers_own_list_can_be_exported_from_the_table_and_has_a_feed()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        using var reader = new Reader(app);
        reader.SetList("4151.2");
        var links = (await reader.OpenAsync("?preset=watch")).QuerySelectorAll(".exports a, .list-head a")
            .Select(link => link.GetAttribute("href")!)
            .Where(href => href.StartsWith("api/", StringComparison.Ordinal) || href.StartsWith("feeds/", StringComparison.Ordinal))
            .ToList();
        Assert.Equal(3, links.Count);
        foreach (var link in links)
        {
            var text = await reader.Http.GetStringAsync(new Uri(link, UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.InRange(text.IndexOf("Abyssal whip", StringComparison.Ordinal), 0, text.IndexOf("Cannonball", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task The_api_lists_the_ids_in_their_order()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        Assert.Equal([4151, 2], await IdsAsync("watch=4151,2,999999"));
        Assert.Equal([2, 4151], await IdsAsync("preset=watch&watch=4151,2&sort=high&order=asc"));
        Assert.Equal([4151, 2], await IdsAsync("preset=popular&watch=4151,2"));

        async Task<List<int>> IdsAsync(string query) =>
            [.. (await app.GetJsonAsync($"api/v1/items?{query}"))["data"]!.AsArray().Select(row => (int)row!["item_id"]!)];
    }

    private static IEnumerable<string?> Items(IDocument page) =>
        page.QuerySelectorAll("[data-testid=own-item]").Select(item => item.GetAttribute("data-item"));
}
