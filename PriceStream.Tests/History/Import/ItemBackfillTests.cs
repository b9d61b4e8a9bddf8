using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using PriceStream.Tests.Support;
using PriceStream.Web.History;
using PriceStream.Web.History.Import;

namespace PriceStream.Tests.History.Import;

/// <summary>The past of an item is fetched once, when somebody first views it, and without burdening the upstream.</summary>
public sealed class ItemBackfillTests
{
    private const long Now = FakeUpstream.Start + 60;

    [Fact]
    public async Task The_first_view_of_an_item_fetches_its_series_once_and_fills_every_period()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        ArrangeYear(app, 4151);
        await app.Http.GetStringAsync(new Uri("items/4151/abyssal-whip", UriKind.Relative), TestContext.Current.CancellationToken);
        await RunAsync(app, 4);

        string[] expected = [.. Resolution.Windows.Select(resolution => $"timeseries?id=4151&timestep={resolution.Name}")];
        Assert.Equal(expected, SeriesRequests(app));
        foreach (var period in ChartPeriod.All)
        {
            Assert.NotEmpty(await app.HistoryAsync(4151, period.Key));
        }

        Assert.Equal(287, (await app.HistoryAsync(4151, "24h")).Count); // nothing was traded in the open bucket
        Assert.Equal(365, (await app.HistoryAsync(4151, "1y")).Count);
        await app.RunAsync<ItemBackfillJob>();
        Assert.Equal(expected, SeriesRequests(app));
    }

    [Fact]
    public async Task A_fetched_series_is_not_fetched_again_after_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("pricestream-").FullName;
        await using (var app = await AppFactory.StartAsync(folder))
        {
            await app.RefreshCatalogueAsync();
            ArrangeYear(app, 2);
            await app.HistoryAsync(2, "1y");
            await RunAsync(app, 4);
        }

        await using var again = await AppFactory.StartAsync(folder);
        Assert.NotEmpty(await again.HistoryAsync(2, "1y"));
        await again.RunAsync<ItemBackfillJob>();
        Assert.Empty(again.Upstream.Asked);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Many_items_viewed_at_once_are_fetched_one_request_at_a_time_and_each_once()
    {
        await using var app = await AppFactory.StartAsync();
        app.Upstream.Mapping =
            [.. Enumerable.Range(1, 20).Select(id => new JsonObject { ["id"] = id, ["name"] = $"Item {id}", ["members"] = false })];
        await app.RefreshCatalogueAsync();
        await Task.WhenAll(Enumerable.Range(0, 100).Select(index => app.HistoryAsync(1 + index % 20, "24h", query: "")));

        for (var run = 1; run <= 80; run++)
        {
            await app.RunAsync<ItemBackfillJob>();
            Assert.Equal(run, SeriesRequests(app).Count());
        }

        await app.RunAsync<ItemBackfillJob>();
        Assert.Equal(20 * Resolution.Windows.Count, SeriesRequests(app).Count());
        Assert.Equal(SeriesRequests(app), SeriesRequests(app).Distinct());
    }

    [Fact]
    public async Task A_failed_backfill_continues_with_the_missing_series()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        ArrangeYear(app, 2);
        var calls = 0;
        app.Upstream.Overrides["timeseries"] = context =>
        {
            var series = app.Upstream.Series[(2, context.Request.Query["timestep"].ToString())].DeepClone();
            var answer = ++calls == 3
                ? FakeUpstream.Text("", "text/html")
                : FakeUpstream.Text(new JsonObject { ["data"] = series }.ToJsonString());
            return answer(context);
        };
        await app.HistoryAsync(2, "24h");
        await RunAsync(app, 5);
        Assert.Equal("six-hour and daily history", app.Services.GetRequiredService<PriceHistory>().ProblemOf(2)!.MissingInWords);

        app.Clock.Advance(TimeSpan.FromSeconds(61));
        await RunAsync(app, 2);

        Assert.False(app.Services.GetRequiredService<PriceHistory>().IsFilling(2));
        Assert.Null(app.Services.GetRequiredService<PriceHistory>().ProblemOf(2));
        Assert.Equal(["5m", "1h", "6h", "6h", "24h"], SeriesRequests(app).Select(request => request.Split('=')[^1]));
        Assert.Equal(365, (await app.HistoryAsync(2, "1y")).Count);
    }

    [Fact]
    public async Task Points_off_the_grid_or_in_the_future_are_refused_and_an_open_window_is_skipped()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        app.Upstream.Series[(2, "24h")] =
        [
            FakeUpstream.Window(high: 100, highVolume: 1, low: 90, lowVolume: 1, timestamp: Now / 86_400 * 86_400 - 86_400),
            FakeUpstream.Window(high: 101, highVolume: 1, low: 90, lowVolume: 1, timestamp: Now / 86_400 * 86_400 - 86_400 - 1),
            FakeUpstream.Window(high: 102, highVolume: 1, low: 90, lowVolume: 1, timestamp: Now / 86_400 * 86_400), // still open: no error
            FakeUpstream.Window(high: 103, highVolume: 1, low: 90, lowVolume: 1, timestamp: Now / 86_400 * 86_400 + 86_400),
            FakeUpstream.Window(high: null, highVolume: 1, low: -90, lowVolume: 1, timestamp: Now / 86_400 * 86_400 - 2 * 86_400),
        ];
        await app.HistoryAsync(2, "1y");
        await RunAsync(app, 4);

        Assert.Equal(100, (long?)(await app.HistoryAsync(2, "1y"))[0]!["high"]);
        Assert.Contains(app.Log.All, line => line.Contains("Refused 3 of 4 rows of /timeseries of item 2", StringComparison.Ordinal));
    }

    private static IEnumerable<string> SeriesRequests(AppFactory app) =>
        app.Upstream.Asked.Where(path => path.StartsWith("timeseries", StringComparison.Ordinal));

    private static async Task RunAsync(AppFactory app, int times)
    {
        for (var run = 0; run < times; run++)
        {
            await app.RunAsync<ItemBackfillJob>();
        }
    }

    private static void ArrangeYear(AppFactory app, int item)
    {
        foreach (var resolution in Resolution.Windows)
        {
            var end = resolution.WindowOf(Now);
            app.Upstream.Series[(item, resolution.Name)] =
            [
                .. from index in Enumerable.Range(1, 365).Reverse()
                   let start = end - index * (long)resolution.Seconds
                   select FakeUpstream.Window(high: 1000 + index, highVolume: 2, low: 990, lowVolume: 1, timestamp: start),
            ];
        }
    }
}
