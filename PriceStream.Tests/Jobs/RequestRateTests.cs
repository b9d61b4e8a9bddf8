using Microsoft.Extensions.DependencyInjection;
using PriceStream.Tests.Support;
using PriceStream.Web;
using PriceStream.Web.History;
using PriceStream.Web.History.Import;
using PriceStream.Web.Jobs;
using PriceStream.Web.Prices;

namespace PriceStream.Tests.Jobs;

/// <summary>The upstream gets one request a second at most: polls, windows, days and the past of items together.</summary>
public sealed class RequestRateTests
{
    [Fact]
    public async Task A_fresh_site_sends_one_request_a_second_and_has_a_year_of_days_within_a_quarter_of_an_hour()
    {
        await using var app = await DayMarket.StartAsync(days: 365);
        app.HasHealthyUpstream = true;
        var plans = Schedule.Table(app.Services).ToDictionary(plan => plan.Name);
        var sync = app.Services.GetRequiredService<WindowSync>();
        var perSecond = new List<int>();
        var recentAfter = 0;
        while (sync.Days?.IsComplete != true && perSecond.Count < 1000)
        {
            perSecond.Add(await RunSecondAsync(app, plans));
            recentAfter = recentAfter == 0 && perSecond.Count > 10 && sync.Progress.IsComplete ? perSecond.Count : recentAfter;
            if (perSecond.Count == 100)
            {
                await app.HistoryAsync(2, "1y"); // a visitor, whose item is filled at once
            }

            Assert.False(perSecond.Count == 110 && app.Services.GetRequiredService<PriceHistory>().IsFilling(2));
        }

        Assert.True(sync.Days!.IsComplete);
        Assert.InRange(perSecond.Count, 832, 880);
        Assert.InRange(recentAfter, 467, 500);
        Assert.All(perSecond, requests => Assert.InRange(requests, 0, 1));
    }

    [Fact]
    public async Task Polls_every_second_do_not_stop_the_windows()
    {
        await using var app = await DayMarket.StartAsync(days: 0, settings: ("Upstream:PollSeconds", "1"));
        app.HasHealthyUpstream = true;
        var plans = Schedule.Table(app.Services).ToDictionary(plan => plan.Name);
        for (var second = 0; second < 20; second++)
        {
            await RunSecondAsync(app, plans);
        }

        Assert.InRange(app.Upstream.Asked.Count(asked => asked.StartsWith("1h", StringComparison.Ordinal)), 15, 20);
    }

    /// <returns>How many requests were sent in it.</returns>
    private static async Task<int> RunSecondAsync(AppFactory app, Dictionary<string, JobPlan> plans)
    {
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        var before = app.Upstream.Requests.Count;
        var now = app.Clock.GetUtcNow();
        bool Starts(string job) => plans[job].Cadence.Next(now.AddSeconds(-1)) == now && plans[job].MayRun(now);
        var (windows, items, poll) = (Starts("WindowSyncJob"), Starts("ItemBackfillJob"), Starts("PricePollJob"));
        if (windows)
        {
            await app.RunAsync<WindowSyncJob>();
        }

        if (items)
        {
            await app.RunAsync<ItemBackfillJob>();
        }

        if (poll)
        {
            await app.RunAsync<PricePollJob>();
        }

        return app.Upstream.Requests.Count - before;
    }
}
