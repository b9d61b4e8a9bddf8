using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using PriceStream.Tests.Support;
using PriceStream.Web.Prices;

namespace PriceStream.Tests.Upstream;

/// <summary>
/// Whatever the upstream does, the last good prices stay, the page and the stream say since when and why it fails, and the site recovers.
/// </summary>
public sealed class UpstreamFailureTests
{
    private const long Start = FakeUpstream.Start;

    public static TheoryData<string, string> Failures => new()
    {
        { "500", "answered 500" },
        { "429", "answered 429" },
        { "html", "answered text/html instead of JSON" },
        { "truncated", "closed the connection early" },
        { "cut off", "sent JSON that is cut off or malformed" },
        { "null", "sent JSON of another shape" },
        { "array", "sent JSON of another shape" },
        { "wrong rows", "sent no usable row" },
        { "huge", "sent more than 16 MiB" },
        { "empty", "sent an empty answer" },
        { "reset", "closed the connection early" },
        { "hang", "did not answer within 30 s" },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task When_a_poll_fails_prices_stay_the_reason_is_published_and_a_later_poll_recovers(string failure, string reason)
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        await using var stream = await SseReader.ConnectAsync(app.Http);
        await stream.NextAsync("feed");
        var before = await app.GetJsonAsync("api/v1/prices/current");

        app.Upstream.Set(2, high: 999, highTime: Start + 30, low: 998, lowTime: Start + 30);
        app.Upstream.Overrides["latest"] = Misbehave(app.Upstream, failure);
        await app.PollAsync();

        var feed = (await stream.NextAsync()).Json;
        Assert.EndsWith(reason, (string)feed["reason"]!, StringComparison.Ordinal);
        Assert.InRange((long)feed["failing_since"]!, Start + 120, app.Clock.GetUtcNow().ToUnixTimeSeconds());
        Assert.InRange((long)feed["next_try"]!, (long)feed["ts"]! + 1, (long)feed["ts"]! + 61);
        Assert.Equal(before["data"]!.ToJsonString(), (await app.GetJsonAsync("api/v1/prices/current"))["data"]!.ToJsonString());
        Assert.Contains(
            app.Log.All,
            line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains(reason, StringComparison.Ordinal));
        Assert.Contains(reason, await PageAsync(app), StringComparison.Ordinal);

        app.Upstream.Overrides.Clear();
        await app.PollAsync();
        await app.PollAsync();

        Assert.Equal(999, (long)(await app.GetJsonAsync("api/v1/prices/current/2"))["data"]!["high"]!);
        Assert.Null(app.Services.GetRequiredService<UpstreamMonitor>().Status.FailingSince);
        Assert.DoesNotContain(app.Log.All, line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Failing_since_is_the_time_of_the_first_failure()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        app.Upstream.Overrides["latest"] = FakeUpstream.Text("{}", status: 404); // not retried, so the clock does not move

        await app.PollAsync();
        var first = app.Services.GetRequiredService<UpstreamMonitor>().Status.FailingSince;
        await app.PollAsync();

        Assert.NotNull(first);
        Assert.Equal(first, app.Services.GetRequiredService<UpstreamMonitor>().Status.FailingSince);
    }

    [Fact]
    public async Task When_the_upstream_is_down_at_the_first_start_the_page_says_so_and_the_site_recovers()
    {
        await using var app = await AppFactory.StartAsync();
        app.Upstream.Overrides["mapping"] = FakeUpstream.Text("{}", status: 404);
        await app.RefreshCatalogueAsync();

        Assert.Contains("the price source answered 404", await PageAsync(app), StringComparison.Ordinal);

        app.Upstream.Overrides.Clear();
        await app.RefreshCatalogueAsync();
        await app.PollAsync();
        Assert.Contains("Abyssal whip", await PageAsync(app), StringComparison.Ordinal);
    }

    private static async Task<string> PageAsync(AppFactory app) =>
        WebUtility.HtmlDecode(await app.Http.GetStringAsync(new Uri("", UriKind.Relative), TestContext.Current.CancellationToken));

    private static Func<HttpContext, Task> Misbehave(FakeUpstream upstream, string failure) => failure switch
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
        "wrong rows" => FakeUpstream.Text(
            """{"data":{"4151":{"high":"lots","highTime":-1,"low":{},"lowTime":99999999999999}},"extra":[]}"""),
        "huge" => FakeUpstream.Text("{\"data\":{\"1\":\"" + new string('x', 64 << 20) + "\"}}"),
        "empty" => FakeUpstream.Text(""),
        "reset" => context =>
        {
            context.Abort();
            return Task.CompletedTask;
        },
        "hang" => upstream.HangAsync,
        _ => throw new ArgumentOutOfRangeException(nameof(failure), failure, null),
    };
}
