using System.Net;
using System.Text.Json.Nodes;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Prices;

/// <summary>The Grand Exchange tax as JSON.</summary>
public sealed class TaxApiTests
{
    [Fact]
    public async Task The_rules_have_their_dates_rates_exempt_items_and_sources()
    {
        await using var app = await AppFactory.StartAsync();
        var data = (await app.GetJsonAsync("api/v1/tax"))["data"]!.AsObject();
        var rules = data["rules"]!.AsArray();

        Assert.Equal("rules", Assert.Single(data).Key);
        Assert.Equal(
            ["2021-12-09T18:00:00Z 1 100 5000000 2026-10-07", "2025-05-29T10:30:00Z 2 50 5000000 2026-10-07"],
            rules.Select(rule => $"{rule!["from"]} {rule["percent"]} {rule["divisor"]} {rule["cap"]} {rule["checked"]}"));
        Assert.Equal(ExemptItems.Since2021.Order(), rules[0]!["exempt"]!.AsArray().Select(id => (int)id!));
        Assert.Equal(ExemptItems.Since2025.Order(), rules[1]!["exempt"]!.AsArray().Select(id => (int)id!));
        Assert.All(rules, rule => Assert.StartsWith("https://", (string)rule!["source"]!, StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_sale_has_its_tax_and_what_is_kept_or_asked()
    {
        await using var app = await AppFactory.StartAsync();
        await app.RefreshCatalogueAsync();
        (string Query, string Expected)[] calls =
        [
            ("price=1691751&item=4151&at=2025-05-01",
                """{"item_id":4151,"at":"2025-05-01T00:00:00Z","price":1691751,"net":1674834,"tax":16917}"""),
            ("price=1,691,751&at=2025-05-29T10:30:00Z",
                """{"item_id":null,"at":"2025-05-29T10:30:00Z","price":1691751,"net":1657916,"tax":33835}"""),
            ("price=1.5m&at=2020-01-01", """{"item_id":null,"at":"2020-01-01T00:00:00Z","price":1500000,"net":1500000,"tax":0}"""),
            ("price=1k", """{"item_id":null,"at":"2025-05-21T08:00:00Z","price":1000,"net":990,"tax":10}"""),
            ("net=99&at=2026-01-01", """{"item_id":null,"at":"2026-01-01T00:00:00Z","net":99,"ask":101,"tax":2}"""),
            ("net=2b&item=4151&at=2026-01-01",
                """{"item_id":4151,"at":"2026-01-01T00:00:00Z","net":2000000000,"ask":2005000000,"tax":5000000}"""),
            ("net=0&at=2026-01-01", """{"item_id":null,"at":"2026-01-01T00:00:00Z","net":0,"ask":0,"tax":0}"""),
        ];
        foreach (var (query, expected) in calls)
        {
            Assert.Equal(expected, (await app.GetJsonAsync("api/v1/tax?" + query))["data"]!.ToJsonString());
        }
    }

    [Fact]
    public async Task An_exempt_item_has_no_tax()
    {
        await using var app = await AppFactory.StartAsync();
        app.Upstream.Mapping.Add(new JsonObject { ["id"] = 379, ["name"] = "Lobster" });
        await app.RefreshCatalogueAsync();

        Assert.Equal(0, (int)(await app.GetJsonAsync("api/v1/tax?price=1000&item=379&at=2025-06-01"))["data"]!["tax"]!);
        Assert.Equal(10, (int)(await app.GetJsonAsync("api/v1/tax?price=1000&item=379&at=2025-05-01"))["data"]!["tax"]!);
    }

    [Fact]
    public async Task The_error_names_every_wrong_parameter()
    {
        await using var app = await AppFactory.StartAsync();
        (string Query, string Names)[] calls =
        [
            ("price=1.234.567", "price"), ("price=-5", "price"), ("price=1e6", "price"), ("net=5kk", "net"), ("item=whip", "item"),
            ("item=0", "item"), ("at=yesterday", "at"), ("price=1&net=1", "net"), ("price=x&net=y&at=z", "at,net,price"),
        ];
        foreach (var (query, names) in calls)
        {
            using var answer = await app.Http.GetAsync(
                new Uri("api/v1/tax?" + query, UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
            var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
            Assert.Equal(names, string.Join(',', problem["errors"]!.AsObject().Select(error => error.Key).Order()));
        }
    }

    [Fact]
    public async Task An_unknown_item_is_a_404()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        using var answer = await app.Http.GetAsync(
            new Uri("api/v1/tax?price=1&item=999999", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }
}
