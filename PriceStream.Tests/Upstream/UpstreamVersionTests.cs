using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using PriceStream.Tests.Support;
using PriceStream.Web.History;
using PriceStream.Web.History.Import;
using PriceStream.Web.Upstream;

namespace PriceStream.Tests.Upstream;

/// <summary>Both versions of the price API, and what happens when one of them is retired.</summary>
public sealed class UpstreamVersionTests
{
    private const long Start = FakeUpstream.Start;

    [Theory]
    [InlineData(404)]
    [InlineData(410)]
    public async Task When_the_whole_of_version_1_is_gone_the_next_poll_asks_version_2_and_stays_there(int status)
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        app.Upstream.Retired.Add(1);
        app.Upstream.RetiredStatus = status;
        app.Upstream.Set(2, 900, Start + 90, 890, Start + 90);
        await app.PollAsync();
        await app.PollAsync();

        Assert.Equal(900, (long)(await app.GetJsonAsync("api/v1/prices/current/2"))["data"]!["high"]!);
        Assert.Single(app.Log.All, line => line.Contains(
            $"Version 1 of the price API answered {status}. Version 2 answers and is used instead", StringComparison.Ordinal));
        Assert.Equal(
            $"version 2, because version 1 answered {status}",
            app.Services.GetRequiredService<UpstreamVersions>().Description);
    }

    [Fact]
    public async Task The_catalogue_decides_as_well()
    {
        await using var app = await AppFactory.StartAsync();
        app.Upstream.Retired.Add(1);
        await app.RefreshCatalogueAsync();

        Assert.Equal(2, app.Services.GetRequiredService<UpstreamVersions>().Current.Version);
        Assert.Equal(3, (await app.GetJsonAsync("api/v1/items"))["data"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_version_2_that_is_gone_is_replaced_by_version_1()
    {
        await using var app = await AppFactory.StartAsync(null, ("Upstream:Api", "V2"));
        await app.RefreshCatalogueAsync();
        Assert.Equal(app.Upstream.AddressOf(2), app.Services.GetRequiredService<UpstreamVersions>().Current.Address.ToString());

        var options = new UpstreamOptions { BaseAddress = new(app.Upstream.AddressOf(2)) };
        Assert.Equal(new(2, new(app.Upstream.AddressOf(2))), UpstreamEndpoint.Of(options));
        Assert.Equal(new(1, new(app.Upstream.AddressOf(1))), UpstreamEndpoint.Of(options).Other);
    }

    [Fact]
    public async Task A_fixed_version_is_kept_when_it_is_gone()
    {
        await using var app = await AppFactory.StartWithPricesAsync(("Upstream:Api", "V1"));
        app.Upstream.Retired.Add(1);
        await app.PollAsync();

        Assert.Equal("version 1", app.Services.GetRequiredService<UpstreamVersions>().Description);
        Assert.Contains(app.Log.All, line => line.Contains("The price source answered 404", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Any_other_error_and_any_other_route_decide_nothing()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        foreach (var (path, status) in new[] { ("latest", 500), ("mapping", 403), ("5m", 404), ("1h", 410), ("timeseries", 404) })
        {
            app.Upstream.Overrides[path] = FakeUpstream.Text("{}", status: status);
        }

        await app.PollAsync();
        await app.RefreshCatalogueAsync();
        await app.RunAsync<WindowSyncJob>();
        await app.HistoryAsync(2, "24h");
        await app.RunAsync<ItemBackfillJob>();

        Assert.Equal("version 1", app.Services.GetRequiredService<UpstreamVersions>().Description);
    }

    [Theory]
    [InlineData("http://prices.example/", UpstreamApi.Auto, 1, "http://prices.example/", null)]
    [InlineData("http://prices.example/", UpstreamApi.V2, 2, "http://prices.example/", null)]
    [InlineData("http://prices.example/api/V1/osrs/", UpstreamApi.V2, 2, "http://prices.example/api/v2/osrs/",
        "http://prices.example/api/v1/osrs/")]
    [InlineData("http://prices.example/v2/v10/", UpstreamApi.Auto, 2, "http://prices.example/v2/v10/", "http://prices.example/v1/v10/")]
    public void An_address_without_a_version_counts_as_version_1(
        string address, UpstreamApi api, int version, string used, string? other)
    {
        var endpoint = UpstreamEndpoint.Of(new() { BaseAddress = new(address), Api = api });

        Assert.Equal(new(version, new(used)), endpoint);
        Assert.Equal(other, endpoint.Other?.Address.ToString());
    }

    [Fact]
    public async Task Version_2_is_asked_for_the_past_of_an_item_with_a_lookback()
    {
        await using var app = await AppFactory.StartWithPricesAsync(("Upstream:Api", "V2"));
        var row = FakeUpstream.Window(null, 0, 120, 7, Start / 86_400 * 86_400 - 86_400);
        row["avgHighPrice"] = JsonNode.Parse("2147483648.5");
        row["highPriceVolume"] = 7;
        app.Upstream.Series[(2, "24h")] = [row];
        await app.HistoryAsync(2, "1y");
        foreach (var _ in Resolution.Windows) // one series per run
        {
            await app.RunAsync<ItemBackfillJob>();
        }

        var asked = app.Upstream.Asked.Where(path => path.StartsWith("timeseries", StringComparison.Ordinal)).ToList();
        string[] lookbacks = ["24h", "7d", "30d", "1y"];
        Assert.Equal(lookbacks.Select(lookback => $"timeseries?id=2&lookback={lookback}"), asked);
        Assert.Contains(2_147_483_649, (await app.HistoryAsync(2, "1y")).Select(point => (long?)point!["high"]));
    }
}
