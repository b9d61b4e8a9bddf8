using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using PriceStream.Tests.Support;
using static PriceStream.Tests.Support.DemoControlClient;
using PriceStream.Web.Demo;

namespace PriceStream.Tests.Demo;

/// <summary>The failures that a tester can switch on in the demo market.</summary>
public sealed class DemoFailureTests
{
    [Theory]
    [InlineData("500", "the price source answered 500")]
    [InlineData("503", "the price source answered 503")]
    [InlineData("429", "the price source answered 429")]
    [InlineData("404", "the price source answered 404")]
    [InlineData("hang", "the price source did not answer within")]
    [InlineData("reset", "the price source closed the connection early")]
    [InlineData("truncate", "the price source sent JSON that is cut off or malformed")]
    [InlineData("garbage", "the price source sent JSON that is cut off or malformed")]
    [InlineData("html", "the price source answered text/html instead of JSON")]
    [InlineData("empty", "the price source sent an empty answer")]
    public async Task Every_kind_of_failure_fails_the_poll_keeps_the_prices_and_ends_when_switched_off(string kind, string reason)
    {
        await using var app = await StartAsync();
        await DoAsync(app, """{"manual":true}""");
        var prices = await PricesAsync(app);
        await using var stream = await SseReader.ConnectAsync(app.Http, "?items=2147483647");

        // Three polls are enough to open the client's circuit, which must not outlast the failure.
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
    public async Task A_failure_with_a_count_ends_after_that_many_requests_and_one_with_a_path_affects_no_other()
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
    public async Task The_site_waits_for_a_slow_upstream()
    {
        await using var app = await StartAsync();
        var clock = app.Clock.GetUtcNow();

        var slow = await DoAsync(app, """{"fault":"slow","ms":5000,"count":1,"step":1}""");

        Assert.True((bool)slow["poll"]!["ok"]!);
        Assert.True(app.Clock.GetUtcNow() >= clock.AddSeconds(5));
    }

    [Fact]
    public async Task A_hanging_request_continues_when_the_failure_is_switched_off()
    {
        await using var app = await StartAsync();
        await DoAsync(app, """{"fault":"hang","path":"latest","count":1}""");
        var hanging = SendAsync(app, """{"step":1}""");
        await Eventually.TrueAsync(
            () => app.Services.GetRequiredService<DemoControl>().State.Failure is null, "the poll has sent its request");

        await DoAsync(app, """{"fault":"off"}""");

        using var answer = await hanging;
        Assert.True((bool)JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["poll"]!["ok"]!);
    }
}
