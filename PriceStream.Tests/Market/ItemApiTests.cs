using System.Net;
using System.Text.Json.Nodes;
using PriceStream.Tests.Support;
using PriceStream.Web.Items;

namespace PriceStream.Tests.Market;

/// <summary>The catalogue as JSON.</summary>
public sealed class ItemApiTests
{
    [Fact]
    public async Task An_item_has_every_field_and_unknown_values_are_null()
    {
        await using var app = await AppFactory.StartWithPricesAsync();

        var cannonball = (await app.GetJsonAsync("api/v1/items/2"))["data"]!.AsObject();
        cannonball.Remove("stats"); // MarketOracleTests has them
        Assert.Equal(
            """
            {"item_id":2,"name":"Cannonball","examine":"Ammo for the Dwarf Cannon.","icon":"Cannonball.png","members":true,
            "buy_limit":11000,"value":5,"high_alch":3,"low_alch":2,"delisted_at":null,
            "price":{"item_id":2,"high":193,"high_time":1747814390,"low":190,"low_time":1747814380,"timestamp":"2025-05-21T07:59:50Z"}}
            """.ReplaceLineEndings(""),
            cannonball.ToJsonString());
        var logs = (await app.GetJsonAsync("api/v1/items/1511"))["data"]!;
        Assert.Equal((null, null, null), (logs["buy_limit"], logs["value"], logs["price"]));
    }

    [Theory]
    [InlineData("search=WHIP", "4151")]
    [InlineData("search=%20on%20", "2")]
    [InlineData("search=on", "2")]
    [InlineData("search=1511", "1511")]
    [InlineData("search=%25", "")]
    [InlineData("search=_", "")]
    [InlineData("search=%5C", "")]
    [InlineData("members=false", "1511")]
    [InlineData("members=true", "4151,2")]
    [InlineData("sort=high", "4151,2,1511")]
    [InlineData("sort=high&order=desc", "4151,2,1511")]
    [InlineData("sort=low&order=desc", "4151,2,1511")]
    [InlineData("sort=margin&order=asc", "2,4151,1511")]
    [InlineData("sort=margin&order=desc", "4151,2,1511")]
    [InlineData("sort=limit&order=asc", "4151,2,1511")]
    [InlineData("sort=traded&order=desc", "2,4151,1511")]
    [InlineData("sort=name&order=desc", "1511,2,4151")]
    [InlineData("page=2&page_size=2", "1511")]
    [InlineData("page=9", "")]
    public async Task Items_are_searched_sorted_and_paged_and_missing_values_sort_last(string query, string ids)
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        var found = (await app.GetJsonAsync("api/v1/items?" + query))["data"]!.AsArray();

        Assert.Equal(ids, string.Join(',', found.Select(item => (int)item!["item_id"]!)));
    }

    [Fact]
    public async Task The_meta_locates_the_page_in_the_whole_list()
    {
        await using var app = await AppFactory.StartWithPricesAsync();

        Assert.Equal(
            """{"page":2,"page_size":2,"total":3,"total_pages":2,"catalogue":3,"matched_by":null}""",
            (await app.GetJsonAsync("api/v1/items?page=2&page_size=2"))["meta"]!.ToJsonString());
    }

    [Fact]
    public async Task The_error_names_every_invalid_parameter_and_what_is_allowed()
    {
        await using var app = await AppFactory.StartAsync();
        var query = "page=0&page_size=201&sort=colour&order=up&members=maybe&search=" + new string('x', 101);
        var (status, problem) = await AskAsync(app, "api/v1/items?" + query);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        var errors = problem["errors"]!.AsObject();
        Assert.Equal(["members", "order", "page", "page_size", "search", "sort"], errors.Select(error => error.Key).Order());
        Assert.Equal("must be a whole number from 1 to 200", (string)errors["page_size"]![0]!);
        Assert.Contains("name, high, low, margin, roi, limit", (string)errors["sort"]![0]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("999999", HttpStatusCode.NotFound)]
    [InlineData("0", HttpStatusCode.BadRequest)]
    [InlineData("-1", HttpStatusCode.BadRequest)]
    [InlineData("whip", HttpStatusCode.BadRequest)]
    public async Task An_unknown_item_is_a_404_and_an_invalid_id_a_400(string id, HttpStatusCode expected)
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        foreach (var path in (string[])["items/", "prices/current/", "prices/history/"])
        {
            var (status, problem) = await AskAsync(app, "api/v1/" + path + id);
            Assert.Equal(expected, status);
            Assert.Equal((int)expected, (int)problem["status"]!);
        }
    }

    [Fact]
    public async Task A_refresh_adds_and_renames_items_and_never_removes_any()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        app.Upstream.Mapping[1]!["name"] = "Abyssal whip (renamed)";
        app.Upstream.Mapping[1]!.AsObject().Remove("limit");
        app.Upstream.Mapping.RemoveAt(0);
        app.Upstream.Mapping.Add(new JsonObject { ["id"] = 5, ["name"] = "New item" });
        await app.RefreshCatalogueAsync();
        await app.RefreshCatalogueAsync();

        var items = (await app.GetJsonAsync("api/v1/items"))["data"]!.AsArray();
        Assert.Equal(["Abyssal whip (renamed)", "Cannonball", "Logs", "New item"], items.Select(item => (string)item!["name"]!));
        Assert.Null(items[0]!["buy_limit"]);
        Assert.Contains(app.Log.All, line => line.EndsWith("Catalogue refreshed: 3 items, 0 added or changed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_bad_row_of_the_catalogue_costs_only_that_row()
    {
        await using var app = await AppFactory.StartAsync();
        app.Upstream.Mapping.Add(new JsonObject { ["id"] = 6 });
        app.Upstream.Mapping.Add(new JsonObject { ["id"] = 7, ["name"] = 12 });
        app.Upstream.Mapping.Add(new JsonObject { ["id"] = 2, ["name"] = "The second item 2" });
        app.Upstream.Mapping.Add(new JsonObject { ["id"] = 8, ["name"] = "Negative", ["value"] = -1 });
        app.Upstream.Mapping.Add(null);
        await app.RefreshCatalogueAsync();

        var items = (await app.GetJsonAsync("api/v1/items"))["data"]!.AsArray();
        Assert.Equal([4151, 2, 1511, 8], items.Select(item => (int)item!["item_id"]!));
        Assert.Null(items[3]!["value"]); // an odd number costs only itself
        Assert.Contains(app.Log.All, line => line.Contains("Refused 5 of 8 rows of /mapping; the first: row 3", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Abyssal whip", "abyssal-whip")]
    [InlineData("Dragon dagger(p++)", "dragon-dagger-p")]
    [InlineData("Ahrim's hood", "ahrims-hood")]
    [InlineData("Half a fish & chips/peas", "half-a-fish-chips-peas")]
    [InlineData("???", "item")]
    public void A_slug_has_only_lowercase_ASCII_letters_digits_and_hyphens(string name, string slug) =>
        Assert.Equal(slug, ItemSlug.Of(name));

    private static async Task<(HttpStatusCode Status, JsonNode Problem)> AskAsync(AppFactory app, string path)
    {
        using var answer = await app.Http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!);
    }
}
