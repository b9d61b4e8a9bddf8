using System.Net;
using System.Text.Json.Nodes;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Pages;

/// <summary>The tax on pages: its own page, and an item's.</summary>
public sealed class TaxPageTests
{
    [Fact]
    public async Task The_page_lists_every_rule_with_its_date_and_source_newest_first()
    {
        await using var app = await StartIn2026Async();
        var rules = (await app.GetPageAsync("tax")).QuerySelectorAll("[data-testid=tax-rule]");

        Assert.Equal(
            ["2025-05-29T10:30:00Z", "2021-12-09T18:00:00Z"], rules.Select(rule => rule.QuerySelector("time")!.GetAttribute("datetime")));
        Assert.Contains("in force", rules[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("5,000,000 gp, reached at 250,000,000 gp", rules[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("replaced", rules[1].TextContent, StringComparison.Ordinal);
        Assert.All(rules, rule => Assert.StartsWith("https://", rule.QuerySelector("a")!.GetAttribute("href")!, StringComparison.Ordinal));
        Assert.All(rules, rule => Assert.Contains("7 Oct 2026", rule.TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_page_lists_the_48_exempt_items_with_links()
    {
        await using var app = await StartIn2026Async();
        var items = (await app.GetPageAsync("tax")).QuerySelectorAll("[data-testid=exempt] li");

        Assert.Equal(48, items.Length);
        Assert.Equal(["items/379/lobster", "items/13190/old-school-bond"], items.Take(2).Select(item => item.QuerySelector("a")!.GetAttribute("href")));
        Assert.Equal("Item 233", items[2].TextContent.Trim());
    }

    [Theory]
    [InlineData("net=99", "101", "The tax is 2 gp, and you keep 99 gp.")]
    [InlineData("net=+1.5+m&item=", "1530612", "The tax is 30,612 gp, and you keep 1,500,000 gp.")]
    [InlineData("net=99&item=4151", "101", "for one Abyssal whip")]
    [InlineData("net=99&item=whip", "101", "for one Abyssal whip")]
    [InlineData("net=99&item=%20LOBSTER%20", "99", "It has no tax: you keep 99 gp.")]
    public async Task The_form_says_what_to_ask(string query, string ask, string text)
    {
        await using var app = await StartIn2026Async();
        var page = await app.GetPageAsync("tax?" + query);
        var result = page.QuerySelector("[data-testid=ask]")!;

        Assert.Equal(ask, result.QuerySelector("[data-value]")!.GetAttribute("data-value"));
        Assert.Contains(text, string.Join(' ', result.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("[aria-invalid]"));
    }

    [Theory]
    [InlineData("net=5kk", "net", "5kk")]
    [InlineData("net=1.234.567&item=whip", "net", "1.234.567")]
    [InlineData("net=5&item=no+such+thing", "item", "no such thing")]
    [InlineData("net=5&item=o", "item", "o")]
    [InlineData("net=5&item=999999", "item", "999999")]
    [InlineData("net=%3Cb%3E", "net", "<b>")]
    public async Task An_error_stands_at_its_field_and_what_was_typed_stays(string query, string field, string typed)
    {
        await using var app = await StartIn2026Async();
        using var answer = await app.Http.GetAsync(new Uri("tax?" + query, UriKind.Relative), TestContext.Current.CancellationToken);
        var page = await app.GetPageAsync("tax?" + query);
        var input = Assert.Single(page.QuerySelectorAll("[aria-invalid=true]"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal((field, typed), (input.GetAttribute("name"), input.GetAttribute("value")));
        Assert.StartsWith("This must be ", page.QuerySelector($"[data-testid=error-{field}]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal($"error-{field}", input.GetAttribute("aria-describedby"));
        Assert.Null(page.QuerySelector("[data-testid=ask]"));
    }

    [Fact]
    public async Task Empty_fields_are_no_errors()
    {
        await using var app = await StartIn2026Async();
        var page = await app.GetPageAsync("tax?net=&item=");

        Assert.Empty(page.QuerySelectorAll("[aria-invalid]"));
        Assert.Null(page.QuerySelector("[data-testid=ask]"));
        Assert.NotNull(page.QuerySelector("footer a[href=tax]"));
    }

    [Fact]
    public async Task An_item_shows_how_its_margin_is_calculated()
    {
        await using var app = await StartIn2026Async();

        Assert.Equal("1,691,751 − 33,835 (2 %) − 1,636,552 = 21,364", await WorkingAsync(app, "items/4151/abyssal-whip"));
        Assert.Equal("1,000 − 0 (no tax) − 900 = 100", await WorkingAsync(app, "items/379/lobster"));
        Assert.Equal(
            "–, a bought bond pays 10 % before it can be sold again", await WorkingAsync(app, "items/13190/old-school-bond"));
        Assert.Equal("bought at instant-sell, sold at instant-buy", await WorkingAsync(app, "items/1511/logs"));
    }

    [Theory]
    [InlineData("items/4151/abyssal-whip", false, "21364")]
    [InlineData("items/379/lobster", true, "100")]
    [InlineData("items/13190/old-school-bond", true, "")]
    public async Task An_exempt_item_has_a_badge_and_the_bond_no_margin(string path, bool hasBadge, string margin)
    {
        await using var app = await StartIn2026Async();
        var page = await app.GetPageAsync(path);
        var row = (await app.GetPageAsync("")).QuerySelector($"#p-{path.Split('/')[1]} [data-field=margin]")!;

        Assert.Equal(hasBadge, page.QuerySelector("[data-testid=no-tax]") is not null);
        Assert.Equal(margin, page.QuerySelector(".cards [data-field=margin]")!.GetAttribute("data-value"));
        Assert.Equal(margin, row.GetAttribute("data-value"));
    }

    private static async Task<string> WorkingAsync(AppFactory app, string path) =>
        (await app.GetPageAsync(path)).QuerySelector("[data-field=working]")!.TextContent;

    private static async Task<AppFactory> StartIn2026Async()
    {
        var app = await AppFactory.StartAsync();
        app.Clock.Advance(new DateTimeOffset(2026, 11, 27, 0, 0, 0, TimeSpan.Zero) - app.Clock.GetUtcNow());
        var traded = app.Clock.GetUtcNow().ToUnixTimeSeconds() - 30;
        app.Upstream.Mapping.Add(new JsonObject { ["id"] = 379, ["name"] = "Lobster" });
        app.Upstream.Mapping.Add(new JsonObject { ["id"] = 13190, ["name"] = "Old school bond" });
        app.Upstream.Set(4151, 1_691_751, traded, 1_636_552, traded);
        app.Upstream.Set(379, 1000, traded, 900, traded);
        app.Upstream.Set(13190, 12_300_000, traded, 12_000_000, traded);
        await app.RefreshCatalogueAsync();
        await app.PollAsync();
        return app;
    }
}
