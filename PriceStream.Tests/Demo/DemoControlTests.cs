using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using PriceStream.Tests.Support;
using PriceStream.Web.Demo;

namespace PriceStream.Tests.Demo;

/// <summary>The demo market in a tester's hands.</summary>
public sealed class DemoControlTests
{
    private static readonly Uri Control = new("demo/control", UriKind.Relative);

    [Fact]
    public async Task Where_prices_are_real_there_is_no_control()
    {
        await using var app = await AppFactory.StartAsync();

        using var read = await app.Http.GetAsync(Control, TestContext.Current.CancellationToken);
        using var posted = await SendAsync(app, """{"step":1}""");
        using var elsewhere = await app.Http.PostAsync(new Uri("demo/nothing", UriKind.Relative), null, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, read.StatusCode);
        Assert.Equal(elsewhere.StatusCode, posted.StatusCode); // a build that is not published looks for a file there, and that cannot be posted to
    }

    [Fact]
    public async Task A_market_that_nobody_touched_follows_the_sites_clock()
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
    public async Task A_step_has_published_what_the_market_traded_when_it_answers()
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
        Assert.Equal((string)state["poll"]!["last_event_id"]!, (string)(await app.GetJsonAsync("api/v1/prices/current?items=2"))["meta"]!["last_event_id"]!);
        Assert.Equal((long)price["high"]!, (long)(await stream.NextAsync("price-update")).Json["high"]!);
    }

    [Fact]
    public async Task Time_stands_in_a_manual_market_and_nothing_is_polled_until_it_is_stepped()
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
    public async Task A_market_that_is_let_go_never_goes_back()
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
    public async Task A_clock_that_is_moved_is_noticed_by_the_next_poll()
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
    public async Task A_price_that_was_set_is_traded_now_and_stays_until_it_is_cleared()
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
    public async Task The_history_of_an_item_that_was_set_is_made_of_what_was_set()
    {
        await using var app = await StartAsync();
        var start = (long)(await DoAsync(app, """{"manual":true}"""))["market_time"]!;
        var boundary = start + 300 - start % 300;

        await DoAsync(app, $$$"""{"set":{"4151":{"high":100}},"step":{{{boundary - start}}} }""");
        await DoAsync(app, """{"step":60,"set":{"4151":{"high":201}}}""");
        await DoAsync(app, """{"step":600}""");
        app.Clock.Advance(TimeSpan.FromSeconds(900));
        await app.SyncWindowsAsync();

        var bucket = (await app.HistoryAsync(4151, "24h")).Single(row => DateTimeOffset.Parse((string)row!["timestamp"]!).ToUnixTimeSeconds() == boundary)!;
        Assert.Equal(151, (long)bucket["high"]!); // half up
        Assert.Null(bucket["high_volume"]);
    }

    [Theory]
    [InlineData("500", "the price source answered 500")]
    [InlineData("503", "the price source answered 503")]
    [InlineData("429", "the price source answered 429")]
    [InlineData("404", "the price source answered 404")]
    [InlineData("hang", "the price source did not answer within")]
    [InlineData("reset", "the price source broke off its answer")]
    [InlineData("truncate", "the price source sent JSON that is cut off or malformed")]
    [InlineData("garbage", "the price source sent JSON that is cut off or malformed")]
    [InlineData("html", "the price source answered text/html instead of JSON")]
    [InlineData("empty", "the price source sent an empty answer")]
    public async Task A_fault_fails_the_poll_keeps_the_prices_and_ends_when_it_is_switched_off(string kind, string reason)
    {
        await using var app = await StartAsync();
        await DoAsync(app, """{"manual":true}""");
        var prices = await PricesAsync(app);
        await using var stream = await SseReader.ConnectAsync(app.Http, "?items=2147483647");

        // Three polls are enough to open the client's circuit, which must not outlive the fault.
        for (var poll = 0; poll < 3; poll++)
        {
            var failed = await DoAsync(app, $$"""{"fault":"{{kind}}","path":"latest","step":60}""");
            Assert.Equal(kind, (string)failed["fault"]!["fault"]!);
            Assert.False((bool)failed["poll"]!["ok"]!);
            Assert.StartsWith(reason, (string)failed["poll"]!["reason"]!, StringComparison.Ordinal);
        }

        Assert.Equal(prices, await PricesAsync(app));
        await stream.NextAsync("feed"); // as it was
        Assert.NotNull((await stream.NextAsync("feed")).Json["failing_since"]);

        var well = await DoAsync(app, """{"fault":"off","step":1}""");
        Assert.Null(well["fault"]);
        Assert.True((bool)well["poll"]!["ok"]!);
        Assert.NotEqual(prices, await PricesAsync(app));
    }

    [Fact]
    public async Task A_fault_with_a_count_is_over_after_so_many_questions_and_one_with_a_path_meets_no_other()
    {
        await using var app = await StartAsync();
        await DoAsync(app, """{"manual":true,"fault":"404","count":2}""");

        Assert.False((bool)(await DoAsync(app, """{"step":1}"""))["poll"]!["ok"]!);
        var last = await DoAsync(app, """{"step":1}""");
        Assert.False((bool)last["poll"]!["ok"]!);
        Assert.Null(last["fault"]);
        Assert.True((bool)(await DoAsync(app, """{"step":1}"""))["poll"]!["ok"]!);

        Assert.True((bool)(await DoAsync(app, """{"fault":"404","path":"5m","step":1}"""))["poll"]!["ok"]!);
    }

    [Fact]
    public async Task A_slow_source_is_waited_for()
    {
        await using var app = await StartAsync();
        var clock = app.Clock.GetUtcNow();

        var slow = await DoAsync(app, """{"fault":"slow","ms":5000,"count":1,"step":1}""");

        Assert.True((bool)slow["poll"]!["ok"]!);
        Assert.True(app.Clock.GetUtcNow() >= clock.AddSeconds(5));
    }

    [Fact]
    public async Task What_hangs_goes_on_when_the_fault_is_switched_off()
    {
        await using var app = await StartAsync();
        await DoAsync(app, """{"fault":"hang","path":"latest","count":1}""");
        var hanging = SendAsync(app, """{"step":1}""");
        await Eventually.TrueAsync(() => app.Services.GetRequiredService<DemoControl>().State.Fault is null, "the poll has asked");

        await DoAsync(app, """{"fault":"off"}""");

        using var answer = await hanging;
        Assert.True((bool)JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["poll"]!["ok"]!);
    }

    internal static Task<AppFactory> StartAsync() => AppFactory.StartWithPricesAsync(("Upstream:Mode", "Demo"));

    private static async Task<JsonNode> DoAsync(AppFactory app, string command)
    {
        var sending = SendAsync(app, command);
        await app.RunAsync(sending);
        using var answer = await sending;
        Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
    }

    internal static async Task<HttpResponseMessage> SendAsync(AppFactory app, string body, string type = "application/json")
    {
        using var content = new StringContent(body, Encoding.UTF8, type);
        return await app.Http.PostAsync(Control, content, TestContext.Current.CancellationToken);
    }

    private static async Task<string> PricesAsync(AppFactory app) => (await app.GetJsonAsync("api/v1/prices/current"))["data"]!.ToJsonString();
}
