using System.Text.Json.Nodes;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Items;

/// <summary>An item that the upstream's catalogue and prices lose stays, with its past, marked as no longer traded.</summary>
public sealed class DelistingTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_item_that_mapping_and_latest_lose_is_kept_with_its_past_and_marked_as_no_longer_traded(bool pollsFirst)
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        await LoseAsync(app, pollsFirst);

        var item = (await app.GetJsonAsync("api/v1/items/4151"))["data"]!;
        Assert.StartsWith("2025-05-21T08:0", (string?)item["delisted_at"], StringComparison.Ordinal);
        Assert.Equal(1_500_000, (long)item["price"]!["high"]!);
        Assert.NotEmpty(await app.HistoryAsync(4151, "1h"));
        var page = await app.Http.GetStringAsync(new Uri("items/4151/abyssal-whip", UriKind.Relative), Stop);
        Assert.Matches("No longer traded since\\s+<time datetime=\"2025-05-21T08:0.:..Z\">21 May 2025 08:0. UTC</time>", page);
        var list = await app.Http.GetStringAsync(new Uri("", UriKind.Relative), Stop);
        Assert.Single(list.Split("data-testid=\"delisted\"")[1..]);
        Assert.Contains(app.Log.All, line => line.Contains("Item 4151 (Abyssal whip) is no longer traded", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Items_no_longer_traded_are_last_in_every_order_but_by_name()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        await LoseAsync(app, true);

        foreach (var sort in (string[])["high", "low", "margin", "limit", "traded"])
        {
            foreach (var order in (string[])["asc", "desc"])
            {
                var list = (await app.GetJsonAsync($"api/v1/items?sort={sort}&order={order}"))["data"]!.AsArray();
                Assert.Equal(4151, (int)list[^1]!["item_id"]!);
            }
        }

        Assert.Equal(4151, (int)(await app.GetJsonAsync("api/v1/items?sort=name"))["data"]![0]!["item_id"]!);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task An_item_that_comes_back_is_traded_again(bool mapping, bool latest)
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        var (row, price) = (app.Upstream.Mapping[1]!.DeepClone(), app.Upstream.Latest["4151"]!.DeepClone());
        await LoseAsync(app, true);
        if (mapping)
        {
            app.Upstream.Mapping.Add(row);
        }

        if (latest)
        {
            app.Upstream.Latest["4151"] = price;
        }

        await app.PollAsync();
        await app.RefreshCatalogueAsync();
        await app.PollAsync();

        Assert.Null((await app.GetJsonAsync("api/v1/items/4151"))["data"]!["delisted_at"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_item_that_only_one_of_mapping_and_latest_has_is_traded(bool mapping)
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        if (mapping)
        {
            app.Upstream.Latest.Remove("4151");
        }
        else
        {
            app.Upstream.Mapping.RemoveAt(1);
        }

        await app.PollAsync();
        await app.RefreshCatalogueAsync();
        await app.PollAsync();

        Assert.Null((await app.GetJsonAsync("api/v1/items/4151"))["data"]!["delisted_at"]);
    }

    [Fact]
    public async Task A_delisted_item_stays_so_after_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("pricestream-").FullName;
        string? since;
        await using (var app = await AppFactory.StartAsync(folder))
        {
            await app.RefreshCatalogueAsync();
            await app.PollAsync();
            await LoseAsync(app, true);
            since = (string?)(await app.GetJsonAsync("api/v1/items/4151"))["data"]!["delisted_at"];
        }

        await using var again = await AppFactory.StartAsync(folder);
        again.Upstream.Mapping.RemoveAt(1);
        again.Upstream.Latest.Remove("4151");
        await again.RefreshCatalogueAsync();
        await again.PollAsync();
        Assert.NotNull(since);
        Assert.Equal(since, (string?)(await again.GetJsonAsync("api/v1/items/4151"))["data"]!["delisted_at"]);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_catalogue_cut_down_to_a_few_items_delists_nothing()
    {
        await using var app = await AppFactory.StartAsync();
        for (var id = 10_000; id < 10_100; id++)
        {
            app.Upstream.Mapping.Add(JsonNode.Parse($$"""{"id": {{id}}, "name": "Item {{id}}", "members": false}"""));
        }

        await app.RefreshCatalogueAsync();
        await app.PollAsync();
        app.Upstream.Mapping = [app.Upstream.Mapping[0]!.DeepClone()];
        await app.RefreshCatalogueAsync();
        await app.PollAsync();

        Assert.DoesNotContain(
            (await app.GetJsonAsync("api/v1/items?page_size=200"))["data"]!.AsArray(), item => item!["delisted_at"] is not null);
    }

    private static async Task LoseAsync(AppFactory app, bool pollsFirst)
    {
        app.Upstream.Mapping.RemoveAt(1);
        app.Upstream.Latest.Remove("4151");
        if (pollsFirst)
        {
            await app.PollAsync();
            await app.RefreshCatalogueAsync();
        }
        else
        {
            await app.RefreshCatalogueAsync();
            await app.PollAsync();
        }
    }
}
