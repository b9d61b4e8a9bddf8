using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using PriceStream.Tests.Support;
using PriceStream.Web.History.Import;
using PriceStream.Web.Prices;

namespace PriceStream.Tests.Upstream;

/// <summary>How the site treats the upstream: no more requests than it wants, and a name on each of them.</summary>
public sealed class UpstreamRequestTests
{
    [Fact]
    public async Task No_request_is_sent_before_Retry_After_has_passed()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        app.Upstream.Overrides["latest"] = context =>
        {
            context.Response.Headers.RetryAfter = "150";
            return FakeUpstream.Text("{}", status: 429)(context);
        };
        await app.PollAsync();
        app.Upstream.Overrides.Clear();
        app.Upstream.Requests.Clear();

        await app.PollAsync(); // 60 s later
        await app.PollAsync(); // 120 s later
        Assert.Empty(app.Upstream.Requests);

        await app.PollAsync(); // 180 s later
        Assert.Single(app.Upstream.Requests);
    }

    [Theory]
    [InlineData(300, 300)]
    [InlineData(3600, 3600)]
    [InlineData(86_400, 3600)] // at most an hour
    public async Task A_Retry_After_that_is_a_date_is_obeyed_and_the_reason_is_what_was_answered(int asked, int obeyed)
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        app.Upstream.Overrides["latest"] = context =>
        {
            context.Response.Headers.RetryAfter = (app.Clock.GetUtcNow() + TimeSpan.FromSeconds(asked)).ToString("R");
            return FakeUpstream.Text("{}", status: 503)(context);
        };
        app.Upstream.Requests.Clear();
        await app.PollAsync();
        var status = app.Services.GetRequiredService<UpstreamMonitor>().Status;
        Assert.Equal("the price source answered 503", status.Reason);
        Assert.InRange((status.NextTry - app.Clock.GetUtcNow()).TotalSeconds, obeyed, obeyed + 60);

        app.Upstream.Overrides.Clear();
        for (var waited = 60; waited < obeyed; waited += 60)
        {
            await app.PollAsync();
            await app.RunAsync<WindowSyncJob>();
        }

        Assert.Equal("latest", Assert.Single(app.Upstream.Requests).Path);
        await app.PollAsync();
        await app.PollAsync();
        Assert.Null(app.Services.GetRequiredService<UpstreamMonitor>().Status.FailingSince);
    }

    [Fact]
    public async Task A_pause_of_another_route_does_not_stop_the_polls()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        app.Upstream.Overrides["mapping"] = context =>
        {
            context.Response.Headers.RetryAfter = "1800";
            return FakeUpstream.Text("{}", status: 503)(context);
        };
        await app.RefreshCatalogueAsync();
        app.Upstream.Requests.Clear();
        await app.RefreshCatalogueAsync();
        await app.PollAsync();

        Assert.Equal("latest", Assert.Single(app.Upstream.Requests).Path);
    }

    [Fact]
    public async Task Two_polls_never_overlap()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        var arrived = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        app.Upstream.Requests.Clear();
        app.Upstream.Overrides["latest"] = async context =>
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
    public async Task Every_request_identifies_its_sender()
    {
        await using var app = await AppFactory.StartAsync(("Upstream:Contact", "me@example.org"));
        await app.RefreshCatalogueAsync();

        Assert.All(app.Upstream.Requests, request => Assert.Matches(@"^PriceStream/[\d.]+ \(me@example\.org\)$", request.UserAgent));
    }
}
