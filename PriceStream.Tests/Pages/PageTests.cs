using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Microsoft.Extensions.DependencyInjection;
using PriceStream.Tests.Support;
using PriceStream.Web.History.Import;

namespace PriceStream.Tests.Pages;

/// <summary>The pages as they leave the server.</summary>
public sealed class PageTests
{
    [Fact]
    public async Task Cells_carry_the_exact_value_and_read_with_separators()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        var page = await GetAsync(app, "");

        var high = page.QuerySelector("[data-item='4151'][data-field='high']")!;
        Assert.Equal(("1500000", "1,500,000"), (high.GetAttribute("data-value"), high.TextContent));
        var missing = page.QuerySelector("[data-item='1511'][data-field='high']")!;
        Assert.Equal(("", "–"), (missing.GetAttribute("data-value"), missing.TextContent));
    }

    [Fact]
    public async Task The_page_connects_with_the_id_that_its_numbers_stand_for()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        var page = await GetAsync(app, "items/4151/abyssal-whip");

        var lastEventId = (string)(await app.GetJsonAsync("api/v1/prices/current"))["meta"]!["last_event_id"]!;
        Assert.Equal($"api/v1/prices/stream?items=4151&after={lastEventId}&html=true", page.QuerySelector("[data-stream]")!.GetAttribute("hx-sse:connect"));
    }

    [Theory]
    [InlineData("items/4151", "/items/4151/abyssal-whip")]
    [InlineData("items/4151/wrong-slug?period=1h", "/items/4151/abyssal-whip?period=1h")]
    public async Task A_wrong_slug_leads_to_the_right_one(string asked, string right)
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = app.Http.BaseAddress };

        using var answer = await http.GetAsync(new Uri(asked, UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(right, answer.Headers.Location!.OriginalString);
    }

    [Theory]
    [InlineData("items/999999/nothing")]
    [InlineData("items/0/nothing")]
    [InlineData("items/whip")]
    [InlineData("nowhere")]
    public async Task What_is_not_there_is_a_404_page(string path)
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        using var answer = await app.Http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("There is no such page", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("items/4151/abyssal-whip")]
    [InlineData("fault")]
    public async Task A_method_that_a_page_does_not_have_is_refused(string path)
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        using var request = new HttpRequestMessage(HttpMethod.Trace, path);
        using var answer = await app.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Contains("GET", answer.Content.Headers.Allow);
    }

    [Fact]
    public async Task An_item_that_is_asked_for_before_the_catalogue_has_come_is_asked_for_again()
    {
        await using var app = await AppFactory.StartAsync();
        using var answer = await app.Http.GetAsync(new Uri("items/4151", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("3", Assert.Single(answer.Headers.GetValues("Refresh")));
    }

    [Fact]
    public async Task Without_the_stream_both_pages_renew_themselves_each_minute()
    {
        await using var app = await AppFactory.StartWithPricesAsync(("Sse:Enabled", "false"));

        app.Services.GetRequiredService<ItemBackfill>().Done(4151); // else it asks for more of its past
        Assert.Equal("refresh, every 60s", (await GetAsync(app, "items/4151/abyssal-whip")).QuerySelector("#chart")!.GetAttribute("hx-trigger"));
        Assert.Equal("refresh, every 60s", (await GetAsync(app, "")).QuerySelector("#items")!.GetAttribute("hx-trigger"));
    }

    [Fact]
    public async Task An_unknown_API_path_is_problem_details()
    {
        await using var app = await AppFactory.StartAsync();
        using var answer = await app.Http.GetAsync(new Uri("api/v1/nowhere", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Names_from_the_source_are_text_and_never_markup()
    {
        await using var app = await AppFactory.StartAsync();
        app.Upstream.Mapping[0]!["name"] = "<script>alert(1)</script>";
        app.Upstream.Mapping[0]!["examine"] = "<img src=x onerror=alert(1)>";
        await app.RefreshCatalogueAsync();
        await app.PollAsync();

        Assert.Null((await GetAsync(app, "")).QuerySelector("main script"));
        var page = await GetAsync(app, "items/2");
        Assert.Equal("<script>alert(1)</script>", page.QuerySelector("h1")!.TextContent);
        Assert.Null(page.QuerySelector("main img, main script"));
    }

    [Fact]
    public async Task Live_prices_have_no_demo_banner_and_simulated_ones_have_it_on_every_page()
    {
        await using (var live = await AppFactory.StartWithPricesAsync())
        {
            Assert.Null((await GetAsync(live, "")).QuerySelector("[data-testid=demo-banner]"));
        }

        await using var demo = await AppFactory.StartWithPricesAsync(("Upstream:Mode", "Demo"));
        foreach (var path in (string[])["", "items/4151", "?search=nothing-like-it"])
        {
            Assert.Contains("simulated", (await GetAsync(demo, path)).QuerySelector("[data-testid=demo-banner]")!.TextContent, StringComparison.Ordinal);
        }

        Assert.True(File.Exists(Path.Combine(demo.Folder, "prices.demo.db")));
        Assert.False(File.Exists(Path.Combine(demo.Folder, "prices.db")));
    }

    [Theory]
    [InlineData("?page=abc&sort=nonsense&members=perhaps")]
    [InlineData("?page=99999")]
    public async Task A_page_makes_the_best_of_a_bad_address(string query)
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        Assert.Equal(3, (await GetAsync(app, query)).QuerySelectorAll("table.items tbody tr").Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("api/v1/items")]
    [InlineData("health/live")]
    [InlineData("nowhere")]
    [InlineData("css/tokens.css")]
    public async Task Every_answer_says_what_a_browser_may_do_with_it(string path)
    {
        await using var app = await AppFactory.StartAsync();
        using var answer = await app.Http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.StartsWith("default-src 'none'; script-src 'self' 'nonce-", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
    }

    [Fact]
    public async Task Unless_allowed_no_picture_comes_from_elsewhere_and_a_coin_is_drawn()
    {
        await using var app = await AppFactory.StartWithPricesAsync();

        Assert.Contains("; img-src 'self' data:; ", await PolicyAsync(app), StringComparison.Ordinal);
        foreach (var path in (string[])["", "items/4151"])
        {
            var page = await GetAsync(app, path);
            Assert.Null(page.QuerySelector("img"));
            Assert.Equal("A", page.QuerySelector(":has(> a[href*='/abyssal-whip']) > span.icon[aria-hidden=true], .item-head > span.icon")!.GetAttribute("data-letter"));
        }
    }

    [Theory]
    [InlineData("Abyssal whip.png", "Abyssal_whip.png")]
    [InlineData("Ahrim's hood.png", "Ahrim%27s_hood.png")]
    [InlineData("Dragon dagger(p++).png", "Dragon_dagger%28p%2B%2B%29.png")]
    [InlineData("Salt & pepper.png", "Salt_%26_pepper.png")]
    [InlineData("Rosé wine 100%?#.png", "Ros%C3%A9_wine_100%25%3F%23.png")]
    public async Task Where_it_is_allowed_pictures_come_from_the_wiki_and_from_nowhere_else(string icon, string file)
    {
        await using var app = await AppFactory.StartAsync(null, ("Icons:Mode", "Wiki"));
        app.Upstream.Mapping[1]!["icon"] = icon;
        await app.RefreshCatalogueAsync();
        await app.PollAsync();

        Assert.Contains("; img-src 'self' data: https://oldschool.runescape.wiki; ", await PolicyAsync(app), StringComparison.Ordinal);
        foreach (var path in (string[])["?search=whip", "items/4151"])
        {
            var picture = (await GetAsync(app, path)).QuerySelector("img.icon")!;
            Assert.Equal("https://oldschool.runescape.wiki/images/" + file, picture.GetAttribute("src"));
            Assert.Equal(("", "32", "32"), (picture.GetAttribute("alt"), picture.GetAttribute("width"), picture.GetAttribute("height")));
        }
    }

    private static async Task<string> PolicyAsync(AppFactory app)
    {
        using var answer = await app.Http.GetAsync(new Uri("", UriKind.Relative), TestContext.Current.CancellationToken);
        return Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
    }

    private static async Task<IDocument> GetAsync(AppFactory app, string path) =>
        await new HtmlParser().ParseDocumentAsync(await app.Http.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
}
