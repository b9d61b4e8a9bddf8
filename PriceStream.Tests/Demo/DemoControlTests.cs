using System.Net;
using PriceStream.Tests.Support;
using static PriceStream.Tests.Support.DemoControlClient;

namespace PriceStream.Tests.Demo;

/// <summary>The demo market's control surface.</summary>
public sealed class DemoControlTests
{
    [Fact]
    public async Task With_real_prices_there_is_no_demo_control()
    {
        await using var app = await AppFactory.StartAsync();

        var cancel = TestContext.Current.CancellationToken;
        using var read = await app.Http.GetAsync(Control, cancel);
        using var posted = await SendAsync(app, """{"step":1}""");
        using var elsewhere = await app.Http.PostAsync(new Uri("demo/nothing", UriKind.Relative), null, cancel);
        Assert.Equal(HttpStatusCode.NotFound, read.StatusCode);
        // An unpublished build looks for a file there, and a file cannot be posted to.
        Assert.Equal(elsewhere.StatusCode, posted.StatusCode);
    }

    [Fact]
    public async Task By_default_the_market_follows_the_sites_clock()
    {
        await using var app = await StartAsync();

        var state = await app.GetJsonAsync("demo/control");

        Assert.Equal(app.Clock.GetUtcNow().ToUnixTimeSeconds(), (long)state["market_time"]!);
        Assert.Equal((long)state["market_time"]!, (long)state["site_time"]!);
        Assert.False((bool)state["manual"]!);
        Assert.Null(state["fault"]);
        Assert.Empty(state["set"]!.AsObject());
    }

    [Fact]
    public async Task A_step_responds_once_its_trades_are_published()
    {
        await using var app = await StartAsync();
        await using var stream = await SseReader.ConnectAsync(app.Http, "?items=4151");
        var before = await app.GetJsonAsync("demo/control");
        var clock = app.Clock.GetUtcNow();

        var state = await DoAsync(app, """{"step":60}""");

        Assert.Equal((long)before["market_time"]! + 60, (long)state["market_time"]!);
        Assert.Equal(clock, app.Clock.GetUtcNow());
        Assert.True((bool)state["poll"]!["ok"]!);
        var price = (await app.GetJsonAsync("api/v1/prices/current?items=4151"))["data"]![0]!;
        Assert.True((long)price["high_time"]! > (long)before["market_time"]!);
        var lastEventId = (await app.GetJsonAsync("api/v1/prices/current?items=2"))["meta"]!["last_event_id"]!;
        Assert.Equal((string)state["poll"]!["last_event_id"]!, (string)lastEventId!);
        Assert.Equal((long)price["high"]!, (long)(await stream.NextAsync("price-update")).Json["high"]!);
    }

    [Fact]
    public async Task In_a_manual_market_time_stands_still_and_nothing_is_polled_until_a_step()
    {
        await using var app = await StartAsync();
        await DoAsync(app, """{"manual":true}""");
        var before = await app.GetJsonAsync("demo/control");
        var prices = await PricesAsync(app);

        await app.PollAsync();
        Assert.Equal((long)before["market_time"]!, (long)(await app.GetJsonAsync("demo/control"))["market_time"]!);
        Assert.Equal(prices, await PricesAsync(app));

        var stepped = await DoAsync(app, """{"step":5}""");
        Assert.Equal((long)before["market_time"]! + 5, (long)stepped["market_time"]!);
        Assert.NotEqual(prices, await PricesAsync(app));
    }

    [Fact]
    public async Task When_manual_mode_ends_the_markets_time_never_goes_back()
    {
        await using var app = await StartAsync();
        await DoAsync(app, """{"manual":true}""");
        var ahead = await DoAsync(app, """{"move":600}""");
        app.Clock.Advance(TimeSpan.FromSeconds(60));

        var free = await DoAsync(app, """{"manual":false}""");
        Assert.Equal((long)ahead["market_time"]!, (long)free["market_time"]!);
        app.Clock.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal((long)ahead["market_time"]! + 7, (long)(await app.GetJsonAsync("demo/control"))["market_time"]!);

        await DoAsync(app, """{"manual":true}""");
        app.Clock.Advance(TimeSpan.FromHours(1));
        var present = await DoAsync(app, """{"manual":false}""");
        Assert.Equal((long)present["site_time"]!, (long)present["market_time"]!);
    }

    [Fact]
    public async Task A_moved_clock_takes_effect_with_the_next_poll()
    {
        await using var app = await StartAsync();
        var prices = await PricesAsync(app);
        await DoAsync(app, """{"manual":true}""");

        var moved = await DoAsync(app, """{"move":3600}""");
        Assert.Null(moved["poll"]);
        Assert.Equal(prices, await PricesAsync(app));

        await DoAsync(app, """{"step":0}""");
        Assert.NotEqual(prices, await PricesAsync(app));
    }

    [Fact]
    public async Task A_set_price_is_traded_at_once_and_stays_until_it_is_cleared()
    {
        await using var app = await StartAsync();
        await DoAsync(app, """{"manual":true}""");

        var set = await DoAsync(app, """{"step":1,"set":{"4151":{"high":77,"low":55}}}""");
        await DoAsync(app, """{"step":600}""");
        var price = (await app.GetJsonAsync("api/v1/prices/current/4151"))["data"]!;
        Assert.Equal((77, 55), ((long)price["high"]!, (long)price["low"]!));
        Assert.Equal((long)set["market_time"]!, (long)price["high_time"]!);

        var half = await DoAsync(app, """{"step":1,"set":{"4151":{"low":56}}}""");
        Assert.Equal((77, 56), ((long)half["set"]!["4151"]!["high"]!, (long)half["set"]!["4151"]!["low"]!));
        Assert.Equal((long)set["market_time"]!, (long)half["set"]!["4151"]!["high_time"]!);
        Assert.Equal((long)half["market_time"]!, (long)half["set"]!["4151"]!["low_time"]!);

        Assert.Empty((await DoAsync(app, """{"clear":true,"step":600}"""))["set"]!.AsObject());
        Assert.True((long)(await app.GetJsonAsync("api/v1/prices/current/4151"))["data"]!["high"]! > 1_000_000);
    }

    [Fact]
    public async Task The_history_of_an_item_with_set_prices_shows_those_prices()
    {
        await using var app = await StartAsync();
        var start = (long)(await DoAsync(app, """{"manual":true}"""))["market_time"]!;
        var boundary = start + 300 - start % 300;

        await DoAsync(app, $$$"""{"set":{"4151":{"high":100}},"step":{{{boundary - start}}} }""");
        await DoAsync(app, """{"step":60,"set":{"4151":{"high":201}}}""");
        await DoAsync(app, """{"step":600}""");
        app.Clock.Advance(TimeSpan.FromSeconds(900));
        await app.SyncWindowsAsync();

        var bucket = (await app.HistoryAsync(4151, "24h"))
            .Single(row => DateTimeOffset.Parse((string)row!["timestamp"]!).ToUnixTimeSeconds() == boundary)!;
        Assert.Equal(151, (long)bucket["high"]!); // half up
        Assert.Null(bucket["high_volume"]);
    }
}
