using Microsoft.Extensions.DependencyInjection;
using PriceStream.Tests.Support;
using PriceStream.Web.History.Import;

namespace PriceStream.Tests.Pages;

/// <summary>The pages as they leave the server.</summary>
public sealed class PageTests
{
    [Fact]
    public async Task Cells_carry_the_exact_value_and_show_it_with_separators()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        var page = await app.GetPageAsync("");

        var high = page.QuerySelector("[data-item='4151'][data-field='high']")!;
        Assert.Equal(("1500000", "1,500,000"), (high.GetAttribute("data-value"), high.TextContent));
        var missing = page.QuerySelector("[data-item='1511'][data-field='high']")!;
        Assert.Equal(("", "–"), (missing.GetAttribute("data-value"), missing.TextContent));
    }

    [Fact]
    public async Task The_page_connects_to_the_stream_from_the_event_id_of_its_numbers()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        var page = await app.GetPageAsync("items/4151/abyssal-whip");

        var lastEventId = (string)(await app.GetJsonAsync("api/v1/prices/current"))["meta"]!["last_event_id"]!;
        Assert.Equal(
            $"api/v1/prices/stream?items=4151&after={lastEventId}&html=true",
            page.QuerySelector("[data-stream]")!.GetAttribute("hx-sse:connect"));
    }

    [Fact]
    public async Task Without_the_stream_pages_refresh_themselves_every_minute()
    {
        await using var app = await AppFactory.StartWithPricesAsync(("Sse:Enabled", "false"));

        app.Services.GetRequiredService<ItemBackfill>().Done(4151); // else it asks for more of its past
        var item = await app.GetPageAsync("items/4151/abyssal-whip");
        Assert.Equal("refresh, every 60s", item.QuerySelector("#chart")!.GetAttribute("hx-trigger"));
        var list = await app.GetPageAsync("");
        Assert.Equal("refresh, every 60s", list.QuerySelector("#items")!.GetAttribute("hx-trigger"));
    }

    [Fact]
    public async Task Names_from_the_upstream_are_text_and_never_markup()
    {
        await using var app = await AppFactory.StartAsync();
        app.Upstream.Mapping[0]!["name"] = "<script>alert(1)</script>";
        app.Upstream.Mapping[0]!["examine"] = "<img src=x onerror=alert(1)>";
        await app.RefreshCatalogueAsync();
        await app.PollAsync();

        Assert.Null((await app.GetPageAsync("")).QuerySelector("main script"));
        var page = await app.GetPageAsync("items/2");
        Assert.Equal("<script>alert(1)</script>", page.QuerySelector("h1")!.TextContent);
        Assert.Null(page.QuerySelector("main img, main script"));
    }

    [Fact]
    public async Task Only_simulated_prices_have_a_demo_banner_and_it_is_on_every_page()
    {
        await using (var live = await AppFactory.StartWithPricesAsync())
        {
            Assert.Null((await live.GetPageAsync("")).QuerySelector("[data-testid=demo-banner]"));
        }

        await using var demo = await AppFactory.StartWithPricesAsync(("Upstream:Mode", "Demo"));
        foreach (var path in (string[])["", "items/4151", "?search=nothing-like-it"])
        {
            var banner = (await demo.GetPageAsync(path)).QuerySelector("[data-testid=demo-banner]")!;
            Assert.Contains("simulated", banner.TextContent, StringComparison.Ordinal);
        }

        Assert.True(File.Exists(Path.Combine(demo.Folder, "prices.demo.db")));
        Assert.False(File.Exists(Path.Combine(demo.Folder, "prices.db")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("api/v1/items")]
    [InlineData("health/live")]
    [InlineData("nowhere")]
    [InlineData("css/tokens.css")]
    public async Task Every_response_restricts_what_a_browser_may_do_with_it(string path)
    {
        await using var app = await AppFactory.StartAsync();
        using var answer = await app.Http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; script-src 'self' 'nonce-", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
    }

    // Text browsers show hidden elements.
    [Theory]
    [InlineData("")]
    [InlineData("?search=nothing-has-this-name")]
    [InlineData("items/4151/abyssal-whip")]
    public async Task What_is_hidden_has_no_text(string path)
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        var page = await app.GetPageAsync(path);

        Assert.All(page.QuerySelectorAll("[hidden]"), element => Assert.Equal("", element.TextContent.Trim()));
    }
}
