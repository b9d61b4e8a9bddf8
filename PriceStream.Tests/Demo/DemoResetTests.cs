using Microsoft.Extensions.DependencyInjection;
using PriceStream.Tests.Support;
using PriceStream.Web.Demo;
using static PriceStream.Tests.Support.DemoControlClient;

namespace PriceStream.Tests.Demo;

/// <summary>A demo market that is held from its start, and one that a test resets.</summary>
public sealed class DemoResetTests
{
    [Fact]
    public async Task A_reset_market_offers_what_an_untouched_one_offers_at_the_same_time()
    {
        await using var app = await StartAsync();
        await DoAsync(app, """{"manual":true,"step":60,"set":{"4151":{"high":77,"low":55}}}""");
        await DoAsync(app, """{"fault":"500","step":60}""");

        var state = await DoAsync(app, """{"reset":true}""");

        Assert.Empty(state["set"]!.AsObject());
        Assert.Null(state["fault"]);
        Assert.False((bool)state["manual"]!);
        Assert.True((bool)state["poll"]!["ok"]!);
        var (market, time) = (new DemoMarket(seed: 1), (long)state["market_time"]!);
        var offered = app.Services.GetRequiredService<DemoControl>().Latest().ToDictionary();
        Assert.Equal(market.Ids.Where(id => market.LatestOf(id, time) is not null), offered.Keys.Order());
        Assert.All(offered, item => Assert.Equal(market.LatestOf(item.Key, time), item.Value));
    }

    [Fact]
    public async Task A_reset_keeps_the_time_to_which_the_market_was_moved()
    {
        await using var app = await StartAsync();
        var moved = await DoAsync(app, """{"manual":true,"move":3600}""");

        var state = await DoAsync(app, """{"reset":true}""");

        Assert.True((long)state["market_time"]! >= (long)moved["market_time"]!);
    }

    [Fact]
    public async Task A_reset_comes_before_everything_else_in_its_command()
    {
        await using var app = await StartAsync();

        var state = await DoAsync(app, """{"set":{"4151":{"high":77}},"manual":true,"reset":true,"step":1}""");

        Assert.True((bool)state["manual"]!);
        Assert.Equal(77, (long)state["set"]!["4151"]!["high"]!);
    }

    [Fact]
    public async Task A_market_that_starts_held_has_no_prices_before_its_first_step()
    {
        await using var app = await AppFactory.StartWithPricesAsync(("Upstream:Mode", "Demo"), ("Demo:Manual", "true"));
        var start = await app.GetJsonAsync("demo/control");
        Assert.True((bool)start["manual"]!);
        Assert.Equal(0, (int)(await app.GetJsonAsync("api/v1/prices/current"))["meta"]!["count"]!);

        var stepped = await DoAsync(app, """{"step":0}""");

        Assert.Equal((long)start["market_time"]!, (long)stepped["market_time"]!);
        Assert.NotEqual(0, (int)(await app.GetJsonAsync("api/v1/prices/current"))["meta"]!["count"]!);
    }

    [Fact]
    public async Task A_reset_holds_a_market_again_that_started_held()
    {
        await using var app = await AppFactory.StartWithPricesAsync(("Upstream:Mode", "Demo"), ("Demo:Manual", "true"));
        Assert.False((bool)(await DoAsync(app, """{"manual":false}"""))["manual"]!);

        Assert.True((bool)(await DoAsync(app, """{"reset":true}"""))["manual"]!);
    }
}
