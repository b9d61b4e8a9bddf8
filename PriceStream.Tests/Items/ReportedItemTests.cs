using System.Text.Json.Nodes;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Items;

/// <summary>Items that the upstream gains, loses, gets back or renames while the site runs.</summary>
public sealed class ReportedItemTests
{
    [Fact]
    public async Task An_item_that_latest_and_mapping_gain_after_the_start_is_in_the_catalogue_within_a_few_polls()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        app.Upstream.Mapping.Add(JsonNode.Parse("""{"id": 99999, "name": "Brand new", "members": true}"""));
        app.Upstream.Set(99_999, 500, FakeUpstream.Start + 30, 490, FakeUpstream.Start + 20);

        await app.PollAsync();
        await app.PollAsync();

        var item = (await app.GetJsonAsync("api/v1/items/99999"))["data"]!;
        Assert.Equal(("Brand new", 500L), ((string?)item["name"], (long)item["price"]!["high"]!));
        Assert.Equal(2, CountMapping(app));
    }

    [Fact]
    public async Task The_catalogue_is_asked_once_for_an_unknown_item_and_at_most_every_ten_minutes()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        app.Upstream.Set(99_998, 500, FakeUpstream.Start + 30, null, null);
        await app.PollAsync();
        await app.PollAsync();
        Assert.Equal(2, CountMapping(app));

        app.Upstream.Set(99_999, 500, FakeUpstream.Start + 30, null, null);
        for (var minute = 0; minute < 8; minute++)
        {
            await app.PollAsync();
        }

        Assert.Equal(2, CountMapping(app));
        for (var minute = 0; minute < 30; minute++)
        {
            await app.PollAsync();
        }

        Assert.Equal(3, CountMapping(app)); // still unknown, both wait for the ordinary refresh
    }

    [Fact]
    public async Task A_catalogue_that_could_not_be_fetched_for_an_unknown_item_is_asked_again_ten_minutes_later()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        app.Upstream.Mapping.Add(JsonNode.Parse("""{"id": 99999, "name": "Brand new", "members": true}"""));
        app.Upstream.Set(99_999, 500, FakeUpstream.Start + 30, 490, FakeUpstream.Start + 20);
        app.Upstream.Overrides["mapping"] = FakeUpstream.Text("{}", status: 403);
        await app.PollAsync();
        await app.PollAsync();
        Assert.Equal(2, CountMapping(app));

        app.Upstream.Overrides.Clear();
        for (var minute = 0; minute < 11; minute++)
        {
            await app.PollAsync();
        }

        Assert.Equal("Brand new", (string?)(await app.GetJsonAsync("api/v1/items/99999"))["data"]!["name"]);
        Assert.Equal(3, CountMapping(app));
    }

    [Fact]
    public async Task Items_that_latest_has_and_mapping_lacks_at_the_start_ask_for_nothing()
    {
        await using var app = await AppFactory.StartAsync();
        app.Upstream.Set(99_998, 500, FakeUpstream.Start - 30, null, null);
        await app.RefreshCatalogueAsync();
        await app.PollAsync();
        await app.PollAsync();

        Assert.Equal(1, CountMapping(app));
    }

    [Fact]
    public async Task A_renamed_item_keeps_its_past_under_its_new_name()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        app.Upstream.Mapping[1]!["name"] = "Abyssal lash";
        await app.RefreshCatalogueAsync();

        var item = (await app.GetJsonAsync("api/v1/items?search=lash"))["data"]!.AsArray().Single()!;
        Assert.Equal((4151, 1_500_000L, null), ((int)item["item_id"]!, (long)item["price"]!["high"]!, (string?)item["delisted_at"]));
        Assert.NotEmpty(await app.HistoryAsync(4151, "1h"));
        Assert.Equal(0, (int)(await app.GetJsonAsync("api/v1/items?search=whip"))["meta"]!["total"]!);
    }

    private static int CountMapping(AppFactory app) => app.Upstream.Asked.Count(asked => asked == "mapping");
}
