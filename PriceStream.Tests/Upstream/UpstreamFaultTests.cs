using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using PriceStream.Tests.Support;
using PriceStream.Web.Prices;

namespace PriceStream.Tests.Upstream;

/// <summary>Whatever the source does, the last good prices stay, everybody is told since when and why, and the site recovers by itself.</summary>
public sealed class UpstreamFaultTests
{
    private const long Start = FakeUpstream.Start;

    public static TheoryData<string, string> Faults => new()
    {
        { "500", "answered 500" },
        { "429", "answered 429" },
        { "html", "answered text/html instead of JSON" },
        { "truncated", "broke off its answer" },
        { "cut off", "sent JSON that is cut off or malformed" },
        { "null", "sent JSON of another shape" },
        { "array", "sent JSON of another shape" },
        { "wrong rows", "sent no usable row" },
        { "huge", "sent more than 16 MiB" },
        { "empty", "sent an empty answer" },
        { "reset", "broke off its answer" },
        { "hang", "did not answer within 30 s" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Prices_stay_the_reason_is_told_and_the_next_poll_recovers(string fault, string reason)
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        await using var stream = await SseReader.ConnectAsync(app.Http);
        await stream.NextAsync("feed");
        var before = await app.GetJsonAsync("api/v1/prices/current");

        app.Upstream.Set(2, 999, Start + 30, 998, Start + 30);
        app.Upstream.Faults["latest"] = Misbehave(app.Upstream, fault);
        await app.PollAsync();

        var told = (await stream.NextAsync()).Json;
        Assert.EndsWith(reason, (string)told["reason"]!, StringComparison.Ordinal);
        Assert.InRange((long)told["failing_since"]!, Start + 120, app.Clock.GetUtcNow().ToUnixTimeSeconds());
        Assert.InRange((long)told["next_try"]!, (long)told["ts"]! + 1, (long)told["ts"]! + 61);
        Assert.Equal(before["data"]!.ToJsonString(), (await app.GetJsonAsync("api/v1/prices/current"))["data"]!.ToJsonString());
        Assert.Contains(app.Log.All, line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains(reason, StringComparison.Ordinal));
        Assert.Contains(reason, WebUtility.HtmlDecode(await app.Http.GetStringAsync(new Uri("", UriKind.Relative), TestContext.Current.CancellationToken)), StringComparison.Ordinal);

        app.Upstream.Faults.Clear();
        await app.PollAsync();
        await app.PollAsync();

        Assert.Equal(999, (long)(await app.GetJsonAsync("api/v1/prices/current/2"))["data"]!["high"]!);
        Assert.Null(app.Services.GetRequiredService<UpstreamMonitor>().Status.FailingSince);
        Assert.DoesNotContain(app.Log.All, line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Since_when_it_fails_is_the_first_failure_not_the_last()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        app.Upstream.Faults["latest"] = FakeUpstream.Text("{}", status: 404); // not retried, so the clock stands still meanwhile

        await app.PollAsync();
        var first = app.Services.GetRequiredService<UpstreamMonitor>().Status.FailingSince;
        await app.PollAsync();

        Assert.NotNull(first);
        Assert.Equal(first, app.Services.GetRequiredService<UpstreamMonitor>().Status.FailingSince);
    }

    [Fact]
    public async Task A_source_that_asks_for_a_rest_gets_it()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        app.Upstream.Faults["latest"] = context =>
        {
            context.Response.Headers.RetryAfter = "150";
            return FakeUpstream.Text("{}", status: 429)(context);
        };
        await app.PollAsync();
        app.Upstream.Faults.Clear();
        app.Upstream.Requests.Clear();

        await app.PollAsync(); // 60 s later
        await app.PollAsync(); // 120 s later
        Assert.Empty(app.Upstream.Requests);

        await app.PollAsync(); // 180 s later
        Assert.Single(app.Upstream.Requests);
    }

    [Fact]
    public async Task One_bad_row_costs_that_row_and_is_counted()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        app.Upstream.Latest["4151"] = new JsonObject { ["high"] = "lots", ["highTime"] = -1, ["low"] = new JsonObject(), ["lowTime"] = 99999999999999 };
        app.Upstream.Latest["1511"] = FakeUpstream.Row(-5, Start, 3, Start);
        app.Upstream.Latest["wooden spoon"] = FakeUpstream.Row(5, Start, 3, Start);
        app.Upstream.Latest["3"] = null;
        app.Upstream.Set(77777, 5, Start, 4, Start); // no such item
        app.Upstream.Set(2, 200, Start + 100, 190, Start - 20);
        await app.PollAsync();

        Assert.Equal(200, (long)(await app.GetJsonAsync("api/v1/prices/current/2"))["data"]!["high"]!);
        Assert.Equal(1_500_000, (long)(await app.GetJsonAsync("api/v1/prices/current/4151"))["data"]!["high"]!);
        Assert.Contains(app.Log.All, line => line.Contains("Refused 4 of 6 rows of /latest; the first: item 4151 has a wrong high", StringComparison.Ordinal));
        Assert.Contains(app.Log.All, line => line.Contains("1 of 2 prices changed; 1 are of items that the catalogue does not have", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Trades_in_the_future_are_refused_and_older_ones_ignored()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        var ahead = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 3600; // the answer's Date is the real one
        app.Upstream.Set(2, 1, ahead, 1, ahead);
        app.Upstream.Set(4151, 1, Start - 3000, 1_470_000, Start + 90);
        await app.PollAsync();

        Assert.Equal(193, (long)(await app.GetJsonAsync("api/v1/prices/current/2"))["data"]!["high"]!);
        var whip = (await app.GetJsonAsync("api/v1/prices/current/4151"))["data"]!;
        Assert.Equal((1_500_000, 1_470_000), ((long)whip["high"]!, (long)whip["low"]!));
    }

    [Fact]
    public async Task Down_at_the_first_start_the_site_says_so_and_recovers()
    {
        await using var app = await AppFactory.StartAsync();
        app.Upstream.Faults["mapping"] = FakeUpstream.Text("{}", status: 404);
        await app.RefreshCatalogueAsync();

        var page = await app.Http.GetStringAsync(new Uri("", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Contains("the price source answered 404", page, StringComparison.Ordinal);

        app.Upstream.Faults.Clear();
        await app.RefreshCatalogueAsync();
        await app.PollAsync();
        Assert.Contains("Abyssal whip", await app.Http.GetStringAsync(new Uri("", UriKind.Relative), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_polls_never_overlap()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        var arrived = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        app.Upstream.Requests.Clear();
        app.Upstream.Faults["latest"] = async context =>
        {
            arrived.SetResult();
            await release.Task;
            await FakeUpstream.Text(new JsonObject { ["data"] = app.Upstream.Latest.DeepClone() }.ToJsonString())(context);
        };

        var first = app.Services.GetRequiredService<PricePollJob>().Invoke();
        await arrived.Task;
        await app.Services.GetRequiredService<PricePollJob>().Invoke();
        Assert.False(first.IsCompleted);
        release.SetResult();
        await first;

        Assert.Single(app.Upstream.Requests);
    }

    [Fact]
    public async Task The_source_is_told_who_calls()
    {
        await using var app = await AppFactory.StartAsync(null, ("Upstream:Contact", "me@example.org"));
        await app.RefreshCatalogueAsync();

        Assert.All(app.Upstream.Requests, request => Assert.Matches(@"^PriceStream/[\d.]+ \(me@example\.org\)$", request.UserAgent));
    }

    private static Func<HttpContext, Task> Misbehave(FakeUpstream upstream, string fault) => fault switch
    {
        "500" => FakeUpstream.Text("{}", status: 500),
        "429" => FakeUpstream.Text("{}", status: 429),
        "html" => FakeUpstream.Text("<h1>Just a moment...</h1>", "text/html"),
        "truncated" => async context =>
        {
            context.Response.ContentLength = 1000;
            await FakeUpstream.Text("""{"data":{"2":{"high":1""")(context);
            await context.Response.Body.FlushAsync();
            context.Abort();
        },
        "cut off" => FakeUpstream.Text("""{"data":{"2":{"high":9,"highTime":1747814410,"low":9,"lowTime":1747814410}"""),
        "null" => FakeUpstream.Text("null"),
        "array" => FakeUpstream.Text("[1,2]"),
        "wrong rows" => FakeUpstream.Text("""{"data":{"4151":{"high":"lots","highTime":-1,"low":{},"lowTime":99999999999999}},"extra":[]}"""),
        "huge" => FakeUpstream.Text("{\"data\":{\"1\":\"" + new string('x', 64 << 20) + "\"}}"),
        "empty" => FakeUpstream.Text(""),
        "reset" => context =>
        {
            context.Abort();
            return Task.CompletedTask;
        },
        "hang" => upstream.HangAsync,
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, null),
    };
}
