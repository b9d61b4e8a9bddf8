using AngleSharp.Dom;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Pages;

/// <summary>The market's address and its forms, as a browser without script uses them.</summary>
public sealed class MarketFormTests
{
    [Theory]
    [InlineData("", "Popular")]
    [InlineData("?min_price=1", "Popular")]
    [InlineData("?search=whip", "All")]
    [InlineData("?preset=movers&search=whip", "Movers")]
    [InlineData("?preset=ALCH", "Alchemy")]
    public async Task The_address_chooses_the_preset(string query, string tab)
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        var current = Assert.Single((await app.GetPageAsync(query)).QuerySelectorAll("nav[aria-label=Presets] a[aria-current=true]"));
        Assert.Equal(tab, current.TextContent);
    }

    [Theory]
    [InlineData("min_price", "1.234.567", "must be an amount")]
    [InlineData("max_price", "5kk", "must be an amount")]
    [InlineData("min_roi", "-2", "must be a percentage from 0")]
    [InlineData("min_change", "1,5", "must be a percentage")]
    [InlineData("max_age", "30", "must be a duration with a unit")]
    public async Task A_wrong_limit_is_explained_at_its_field_and_the_other_limits_hold(string name, string typed, string reason)
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        var page = await app.GetPageAsync($"?{name}={Uri.EscapeDataString(typed)}&min_limit=100");

        var field = page.QuerySelector($"[data-testid=filters] input[name={name}]")!;
        Assert.Equal(("true", typed), (field.GetAttribute("aria-invalid"), field.GetAttribute("value")));
        var error = page.QuerySelector($"[data-testid=error-{name}]")!;
        Assert.Equal(field.GetAttribute("aria-describedby"), error.Id);
        Assert.Contains(reason, error.TextContent, StringComparison.Ordinal);
        Assert.True(page.QuerySelector("[data-testid=filters]")!.HasAttribute("open"));
        Assert.Equal(["min_limit"], Chips(page));
        Assert.Equal(["p-2"], Rows(page)); // a whip's limit is 70
    }

    [Theory]
    [InlineData("cols", "margin,foo", "high")]
    [InlineData("sort", "colour", "value_24h")]
    [InlineData("preset", "rich", "popular")]
    [InlineData("page", "0", "")]
    public async Task A_wrong_parameter_without_a_field_is_explained_above_the_list(string name, string value, string allowed)
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        var page = await app.GetPageAsync($"?{name}={value}");

        var error = page.QuerySelector($"[data-testid=error-{name}]")!.TextContent;
        Assert.StartsWith($"{name} must be", error, StringComparison.Ordinal);
        Assert.Contains(allowed, error, StringComparison.Ordinal);
        Assert.NotEmpty(Rows(page));
    }

    [Fact]
    public async Task Empty_fields_count_as_absent()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        var page = await app.GetPageAsync("?search=&members=&min_price=&max_age=&basis=&cols=");

        Assert.Empty(page.QuerySelectorAll("[data-testid^=error], .chips"));
        Assert.NotEmpty(Rows(page));
    }

    [Fact]
    public async Task A_chip_removes_its_filter_alone_even_one_of_the_preset()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        var page = await app.GetPageAsync("?preset=big&max_price=1.5m&members=true&search=whip&page=3");
        Assert.Equal(["min_price", "max_price", "min_thin"], Chips(page));

        var price = page.QuerySelector("[data-testid=chip-max_price] a")!;
        Assert.Equal("Price ≤ 1,500,000 gp ✕", price.TextContent.Trim());
        Assert.Equal("?search=whip&members=true&preset=big", price.GetAttribute("href"));

        var expanded = await app.GetPageAsync(page.QuerySelector("[data-testid=chip-min_price] a")!.GetAttribute("href")!);
        Assert.Equal(["max_price", "min_thin"], Chips(expanded));
        Assert.Equal(Headers(page), Headers(expanded));
        Assert.Equal("All", expanded.QuerySelector("nav[aria-label=Presets] [aria-current]")!.TextContent);
    }

    [Fact]
    public async Task An_empty_list_says_how_many_items_each_filter_lets_through()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        var page = await app.GetPageAsync("?min_price=1m&max_price=1.4m&members=true&search=whip");

        var reasons = page.QuerySelectorAll("[data-testid=why-empty] li").Select(line => Line(line.TextContent));
        Assert.Equal(
            [
                "1 passes “whip”", "2 pass Members", "1 passes Price ≥ 1,000,000 gp (remove)", "1 passes Price ≤ 1,400,000 gp (remove)",
            ],
            reasons);
        Assert.Contains("Of 3 items", page.QuerySelector("[data-testid=why-empty] p")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_volumes_the_list_says_that_they_are_being_fetched_and_is_sorted_by_name()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        var page = await app.GetPageAsync("");

        Assert.Equal("Volumes are still being fetched.", page.QuerySelector("[data-testid=volumes-pending]")!.TextContent);
        var names = page.QuerySelectorAll("tbody th a").Select(link => link.TextContent).ToList();
        Assert.Equal(names.Order(StringComparer.OrdinalIgnoreCase), names);
    }

    [Fact]
    public async Task Chosen_columns_are_shown_in_their_order_and_kept_by_every_form()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        var page = await app.GetPageAsync("?cols=tax&cols=high,tax&cols=NAME");

        Assert.Equal(["Item", "Tax", "Instant-buy"], Headers(page));
        var ticked = page.QuerySelectorAll("[data-testid=choose-columns] input[checked]").Select(box => box.GetAttribute("value"));
        Assert.Equal(["high", "tax"], ticked);
        var kept = page.QuerySelectorAll("input[type=hidden][name=cols]").Select(input => input.GetAttribute("form"));
        Assert.Equal(["filter", "limits"], kept);
    }

    private static List<string?> Chips(IDocument page) =>
        [.. page.QuerySelectorAll("[data-testid^=chip-]").Select(chip => chip.GetAttribute("data-testid")!["chip-".Length..])];

    private static List<string?> Rows(IDocument page) => [.. page.QuerySelectorAll("[data-testid=item-row]").Select(row => row.Id)];

    private static List<string> Headers(IDocument page) =>
        [.. page.QuerySelectorAll("table.items thead th").Select(header => header.TextContent.Trim())];

    private static string Line(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
