using PriceStream.Tests.Support;

namespace PriceStream.Tests.Market;

/// <summary>A search in the API and on the page: by relevance, unless the address names a sort.</summary>
public sealed class ItemSearchTests
{
    [Theory]
    [InlineData("search=logs", "Logs,Oak logs,Magic logs,Achey tree logs")]
    [InlineData("search=logs&order=desc", "Logs,Oak logs,Magic logs,Achey tree logs")]
    [InlineData("search=logs&sort=name", "Achey tree logs,Logs,Magic logs,Oak logs")]
    [InlineData("search=logs&sort=name&order=desc", "Oak logs,Magic logs,Logs,Achey tree logs")]
    [InlineData("search=logs&sort=limit&order=asc", "Oak logs,Magic logs,Achey tree logs,Logs")]
    [InlineData("search=logs&members=true", "Magic logs,Achey tree logs")]
    [InlineData("search=logs&page=2&page_size=3", "Achey tree logs")]
    [InlineData("search=lgos", "Logs,Oak logs,Magic logs,Achey tree logs")]
    [InlineData("search=LOGS%20magic", "Magic logs")]
    [InlineData("search=4151", "Abyssal whip")]
    [InlineData("search=0", "")]
    [InlineData("search=%20%20", "Abyssal whip,Achey tree logs,Cannonball,Logs,Magic logs,Oak logs")]
    [InlineData("order=desc", "Oak logs,Magic logs,Logs,Cannonball,Achey tree logs,Abyssal whip")]
    public async Task The_best_match_comes_first_unless_a_sort_is_named(string query, string names)
    {
        await using var app = await StartAsync();
        var found = (await app.GetJsonAsync("api/v1/items?" + query))["data"]!.AsArray();

        Assert.Equal(names, string.Join(',', found.Select(item => (string)item!["name"]!)));
    }

    [Fact]
    public async Task A_renamed_item_is_found_by_its_new_name_alone()
    {
        await using var app = await StartAsync();
        app.Upstream.Mapping[1]!["name"] = "Volcanic lash";
        await app.RefreshCatalogueAsync();

        Assert.Equal(4151, (int)(await app.GetJsonAsync("api/v1/items?search=lash"))["data"]![0]!["item_id"]!);
        Assert.Equal(0, (int)(await app.GetJsonAsync("api/v1/items?search=whip"))["meta"]!["total"]!);
    }

    [Theory]
    [InlineData("", "sort-value_24h", "descending", "?sort=value_24h&order=asc")]
    [InlineData("", "sort-high", null, "?sort=high")]
    [InlineData("?search=%20", "sort-value_24h", "descending", "?search=%20&sort=value_24h&order=asc")]
    [InlineData("?preset=all", "sort-name", "ascending", "?preset=all&sort=name&order=desc")]
    [InlineData("?preset=all&sort=name&order=desc", "sort-name", "descending", "?preset=all")]
    [InlineData("?sort=high", "sort-high", "descending", "?sort=high&order=asc")]
    [InlineData("?sort=high&order=asc", "sort-high", "ascending", "?sort=high")]
    [InlineData("?sort=high&page=2&page_size=2", "sort-value_24h", null, "?page_size=2")]
    [InlineData("?sort=move", "sort-change_24h", "other", "?sort=change_24h")]
    [InlineData("?search=logs", "sort-name", null, "?search=logs&sort=name")]
    [InlineData("?search=logs&order=desc", "sort-high", null, "?search=logs&sort=high")]
    [InlineData("?search=logs&sort=name", "sort-name", "ascending", "?search=logs&sort=name&order=desc")]
    public async Task A_header_says_how_the_list_is_sorted_and_links_to_the_next_order(string query, string id, string? sorted, string next)
    {
        await using var app = await StartAsync();
        var page = await app.GetPageAsync(query);

        var link = page.GetElementById(id)!;
        Assert.Equal((sorted, next), (link.ParentElement!.GetAttribute("aria-sort"), link.GetAttribute("href")));
        var isByRelevance = query.Contains("search=logs", StringComparison.Ordinal) && !query.Contains("sort=", StringComparison.Ordinal);
        Assert.Equal(isByRelevance ? 0 : 1, page.QuerySelectorAll("th[aria-sort]").Length);
    }

    [Theory]
    [InlineData("?search=logs&page_size=2", "?search=logs&page_size=2&page=2", "2")]
    [InlineData("?search=logs&sort=name&page_size=2", "?search=logs&sort=name&page_size=2&page=2", "name,2")]
    [InlineData("?page=1&page_size=2", "?page_size=2&page=2", "2")]
    [InlineData("?order=asc&page_size=2", "?order=asc&page_size=2&page=2", "asc,2")]
    [InlineData(
        "?preset=popular&min_limit=0.01k&page_size=2", "?preset=popular&min_limit=0.01k&page_size=2&page=2", "popular,0.01k,2")]
    [InlineData(
        "?preset=popular&sort=name&order=asc&basis=nonsense&page_size=2&cols=margin&cols=roi",
        "?preset=popular&sort=name&order=asc&cols=margin,roi&page_size=2&page=2",
        "popular,name,asc,margin,roi,2")]
    public async Task The_next_page_and_the_next_search_keep_order_preset_and_filters(string query, string next, string kept)
    {
        await using var app = await StartAsync();
        var page = await app.GetPageAsync(query);

        Assert.Equal(next, page.GetElementById("page-next")!.GetAttribute("href"));
        var inputs = page.QuerySelectorAll("input[type=hidden][form=filter]").Select(input => input.GetAttribute("value"));
        Assert.Equal(kept, string.Join(',', inputs));
    }

    private static async Task<AppFactory> StartAsync()
    {
        var app = await AppFactory.StartAsync();
        foreach (var (id, name, members, limit) in ((int, string, bool, int)[])
            [(1513, "Magic logs", true, 12_000), (1521, "Oak logs", false, 11_000), (2862, "Achey tree logs", true, 13_000)])
        {
            app.Upstream.Mapping.Add(new System.Text.Json.Nodes.JsonObject
            {
                ["id"] = id, ["name"] = name, ["members"] = members, ["limit"] = limit,
            });
        }

        await app.RefreshCatalogueAsync();
        await app.PollAsync();
        return app;
    }
}
