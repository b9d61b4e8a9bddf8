using System.Text.Json.Nodes;
using AngleSharp.Html.Parser;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Data.Recovery;

/// <summary>On a full disk, every page and call has the same prices: those in memory.</summary>
public sealed class FullDiskPriceTests
{
    private const int Items = 300;
    private const string DearestFirst = "?sort=high&order=desc";

    [Fact]
    public async Task On_a_full_disk_pages_and_calls_agree_on_prices_and_rows_are_in_the_order_of_what_they_show()
    {
        using var disk = SmallDisk.Mount(megabytes: 8);
        await using var site = await BreakableSite.StartAsync(disk.Folder, items: Items);
        disk.Fill();
        await site.LogsAsync("Database writes suspended");

        // The cheapest item becomes the dearest, and then nothing changes any more.
        var others = Enumerable.Range(2, Items - 1).Select(id => 50_000L + id);
        site.Upstream.Overrides["latest"] = FakeUpstream.Text(Prices([90_000, .. others]));
        await Eventually.TrueAsync(async () => await HighAsync(site, "api/v1/prices/current/1") == 90_000, "the new price is there");

        Assert.Equal(90_000, await HighAsync(site, "api/v1/items/1"));
        var listed = (JsonArray)(await JsonAsync(site, "api/v1/items" + DearestFirst))["data"]!;
        Assert.Equal([90_000, 50_300, 50_299, 50_298], listed.Take(4).Select(item => (long)item!["price"]!["high"]!));
        Assert.Equal([90_000, 50_300, 50_299, 50_298], (await ShownAsync(site)).Take(4));
    }

    private static string Prices(IEnumerable<long> highs)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 30; // newer than what the polls before have stored
        var rows = highs.Select((high, index) => KeyValuePair.Create(
            $"{index + 1}", (JsonNode?)FakeUpstream.Row(high, highTime: now, low: 40_000 + index, lowTime: now)));
        return new JsonObject { ["data"] = new JsonObject(rows) }.ToJsonString();
    }

    private static async Task<long?> HighAsync(BreakableSite site, string path)
    {
        var data = (await JsonAsync(site, path))["data"]!;
        return (long?)(data["price"] ?? data)["high"];
    }

    private static async Task<JsonNode> JsonAsync(BreakableSite site, string path) =>
        JsonNode.Parse(await site.Http.GetStringAsync(new Uri(path, UriKind.Relative)))!;

    private static async Task<IEnumerable<long>> ShownAsync(BreakableSite site)
    {
        var page = await new HtmlParser().ParseDocumentAsync(await site.PageAsync(DearestFirst), TestContext.Current.CancellationToken);
        return page.QuerySelectorAll("[data-item][data-field=high]").Select(cell => long.Parse(cell.GetAttribute("data-value")!));
    }
}
