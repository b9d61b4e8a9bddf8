using Microsoft.Extensions.DependencyInjection;
using PriceStream.Tests.Support;
using PriceStream.Web.History.Import;
using PriceStream.Web.Prices;

namespace PriceStream.Tests.History;

/// <summary>
/// Recorded prices go through the whole site, from the price API to the charts. A reference that reads the same answers must agree.
/// </summary>
[Collection(nameof(RecordedSite))]
public sealed class RecordedHistoryTests(RecordedSite site)
{
    private const int ThinlyTraded = 29149; // a handful of windows in a week

    internal static readonly int[] Items = [4151, 2, 561, ThinlyTraded];

    [Fact]
    public async Task Every_chart_of_recorded_prices_follows_the_rules_and_no_row_is_refused()
    {
        await site.StartAsync();
        var app = site.App;
        await FetchSeriesAsync(app, Items);

        await AssertChartsAsync(app, site.Upstream, site.History);
        Assert.Empty(Warnings(app)); // the site logs the first refused row of each kind
        AssertPollsSucceed(app);
    }

    [Fact]
    public async Task When_version_1_is_retired_in_the_middle_of_a_run_everything_goes_on_with_version_2()
    {
        await using var upstream = await RecordedUpstream.StartAsync("both");
        await using var app = await RecordedSite.StartAsync(upstream, version: 1);
        var history = new RecordedHistory(Items);
        await RecordedSite.PollAsync(app, upstream, history, version: 1, times: 2);
        await FetchWindowsAsync(app, 12);
        await FetchSeriesAsync(app, Items[..2]);

        await upstream.AnswerAsync("2");
        await RecordedSite.PollAsync(app, upstream, history, version: 2, times: 3);
        await app.RefreshCatalogueAsync();
        await FetchWindowsAsync(app, 12);
        await FetchSeriesAsync(app, Items);

        var warning = Assert.Single(Warnings(app));
        Assert.Contains("Version 1 of the price API answered 404. Version 2 answers", warning, StringComparison.Ordinal);
        AssertPollsSucceed(app);
        await AssertChartsAsync(app, upstream, history);
    }

    private static async Task FetchWindowsAsync(AppFactory app, int count)
    {
        for (var window = 0; window < count; window++)
        {
            await app.RunAsync<WindowSyncJob>();
            app.Clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    // A view of an item queues its series.
    private static async Task FetchSeriesAsync(AppFactory app, int[] items)
    {
        var backfill = app.Services.GetRequiredService<ItemBackfill>();
        foreach (var item in items)
        {
            await app.HistoryAsync(item, "24h");
        }

        while (items.Any(backfill.IsWanted))
        {
            await app.RunAsync<ItemBackfillJob>();
            app.Clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    private static async Task AssertChartsAsync(AppFactory app, RecordedUpstream upstream, RecordedHistory history)
    {
        await history.ImportAsync(upstream);
        var now = app.Clock.GetUtcNow().ToUnixTimeSeconds();
        foreach (var item in Items)
        {
            var rows = history.Of(item);
            foreach (var period in HistoryReference.Periods)
            {
                var expected = HistoryReference.Of(rows, period, now);
                var actual = (await app.HistoryAsync(item, period)).Select(HistoryReference.PointOf).ToList();
                Assert.NotEmpty(actual);
                Assert.Equal(expected, actual);
            }
        }
    }

    private static void AssertPollsSucceed(AppFactory app)
    {
        var monitor = app.Services.GetRequiredService<UpstreamMonitor>();
        Assert.Empty(monitor.Failures);
        Assert.NotNull(monitor.Status.LastSuccess);
    }

    // The test's own host adds configuration keys that the start reports as unknown.
    private static List<string> Warnings(AppFactory app) =>
    [
        .. from line in app.Log.All
           where line.Split(' ')[0] is "Warning" or "Error" or "Critical"
           where !line.Contains("Unknown setting", StringComparison.Ordinal)
           select line,
    ];
}
