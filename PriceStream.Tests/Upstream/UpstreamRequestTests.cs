using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using PriceStream.Tests.Support;
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
