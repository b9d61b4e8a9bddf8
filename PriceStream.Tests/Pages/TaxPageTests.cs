using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Pages;

/// <summary>The tax on pages: its own page, and an item's.</summary>
public sealed partial class TaxPageTests
{
    [Fact]
    public async Task The_page_lists_every_rule_with_its_date_and_source_and_the_48_exempt_items_with_links()
    {
        await using var app = await StartIn2026Async();
        var page = await app.GetPageAsync("tax");

        var rules = page.QuerySelectorAll("[data-testid=tax-rule]");
        Assert.Equal(
            ["2025-05-29T10:30:00Z", "2021-12-09T18:00:00Z"], rules.Select(rule => rule.QuerySelector("time")!.GetAttribute("datetime")));
        Assert.Contains("in force", rules[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("5,000,000 gp, reached at 250,000,000 gp", rules[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("replaced", rules[1].TextContent, StringComparison.Ordinal);
        Assert.All(rules, rule => Assert.StartsWith("https://", rule.QuerySelector("a")!.GetAttribute("href")!, StringComparison.Ordinal));
        Assert.All(rules, rule => Assert.Contains("7 Oct 2026", rule.TextContent, StringComparison.Ordinal));
        var items = page.QuerySelectorAll("[data-testid=exempt] li");
        var links = items.Select(item => item.QuerySelector("a")?.GetAttribute("href"));
        Assert.Equal(48, items.Length);
        Assert.Equal(["items/379/lobster", "items/13190/old-school-bond", null], links.Take(3));
        Assert.Equal("Item 233", items[2].TextContent.Trim());
        Assert.NotNull(page.QuerySelector("footer a[href=tax]"));
    }

    [Fact]
    public async Task The_form_says_what_to_ask()
    {
        await using var app = await StartIn2026Async();
        (string Query, string Ask, string Text)[] forms =
        [
            ("net=99", "101", "The tax is 2 gp, and you keep 99 gp."),
            ("net=+1.5+m&item=", "1530612", "The tax is 30,612 gp, and you keep 1,500,000 gp."),
            ("net=99&item=4151", "101", "for one Abyssal whip"),
            ("net=99&item=whip", "101", "for one Abyssal whip"),
            ("net=99&item=abysal+wihp", "101", "for one Abyssal whip"),
            ("net=99&item=%20LOBSTER%20", "99", "It has no tax: you keep 99 gp."),
        ];
        foreach (var (query, ask, text) in forms)
        {
            var page = await app.GetPageAsync("tax?" + query);
            var result = page.QuerySelector("[data-testid=ask]")!;
            Assert.Equal(ask, result.QuerySelector("[data-value]")!.GetAttribute("data-value"));
            Assert.Contains(text, Whitespace().Replace(result.TextContent, " "), StringComparison.Ordinal);
            Assert.Empty(page.QuerySelectorAll("[aria-invalid]"));
        }
    }

    [Fact]
    public async Task An_error_stands_at_its_field_and_what_was_typed_stays()
    {
        await using var app = await StartIn2026Async();
        (string Query, string Field, string Typed)[] forms =
        [
            ("net=5kk", "net", "5kk"), ("net=1.234.567&item=whip", "net", "1.234.567"), ("net=%3Cb%3E", "net", "<b>"),
            ("net=5&item=no+such+thing", "item", "no such thing"), ("net=5&item=999999", "item", "999999"), ("net=5&item=%3F", "item", "?"),
        ];
        foreach (var (query, field, typed) in forms)
        {
            var page = await app.GetPageAsync("tax?" + query);
            var input = Assert.Single(page.QuerySelectorAll("[aria-invalid=true]"));
            Assert.Equal((field, typed), (input.GetAttribute("name"), input.GetAttribute("value")));
            Assert.StartsWith("This must be ", page.QuerySelector($"[data-testid=error-{field}]")!.TextContent, StringComparison.Ordinal);
            Assert.Equal($"error-{field}", input.GetAttribute("aria-describedby"));
            Assert.Null(page.QuerySelector("[data-testid=ask]"));
        }

        var empty = await app.GetPageAsync("tax?net=&item=");
        Assert.Empty(empty.QuerySelectorAll("[aria-invalid], [data-testid=ask]"));
    }

    [Fact]
    public async Task An_item_shows_how_its_margin_is_calculated_and_whether_it_has_a_tax()
    {
        await using var app = await StartIn2026Async();
        (string Path, string Working, bool HasBadge, string Margin)[] items =
        [
            ("items/4151/abyssal-whip", "1,691,751 − 33,835 (2 %) − 1,636,552 = 21,364", false, "21364"),
            ("items/379/lobster", "1,000 − 0 (no tax) − 900 = 100", true, "100"),
            ("items/13190/old-school-bond", "a bought bond pays 10 % before it can be sold again", true, ""),
            ("items/1511/logs", "bought at instant-sell, sold at instant-buy", false, ""),
        ];
        foreach (var (path, working, hasBadge, margin) in items)
        {
            var page = await app.GetPageAsync(path);
            var row = (await app.GetPageAsync("")).QuerySelector($"#p-{path.Split('/')[1]} [data-field=margin]")!;
            Assert.Equal(working, page.QuerySelector("[data-field=working]")!.TextContent);
            Assert.Equal(hasBadge, page.QuerySelector("[data-testid=no-tax]") is not null);
            Assert.Equal(margin, page.QuerySelector(".cards [data-field=margin]")!.GetAttribute("data-value"));
            Assert.Equal(margin, row.GetAttribute("data-value"));
        }
    }

    private static async Task<AppFactory> StartIn2026Async()
    {
        var app = await AppFactory.StartAsync();
        app.Clock.SetAhead(new DateTimeOffset(2026, 11, 27, 0, 0, 0, TimeSpan.Zero) - app.Clock.GetUtcNow());
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

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();
}
