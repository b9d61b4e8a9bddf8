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

        Assert.Equal(
            [
                "timeseries?id=4151&timestep=5m", "timeseries?id=4151&timestep=1h",
                "timeseries?id=4151&timestep=6h", "timeseries?id=4151&timestep=24h",
            ],
            app.Upstream.Asked.Where(asked => asked.StartsWith("timeseries", StringComparison.Ordinal)));
        foreach (var timestep in ChartPeriod.All)
        {
            Assert.NotEmpty(await app.HistoryAsync(4151, timestep.Key));
        }

        Assert.Equal(287, (await app.HistoryAsync(4151, "24h")).Count); // nothing was traded in the open bucket
        Assert.Equal(365, (await app.HistoryAsync(4151, "1y")).Count);
        await app.RunAsync<ItemBackfillJob>();
        Assert.Equal(4, app.Upstream.Asked.Count(asked => asked.StartsWith("timeseries", StringComparison.Ordinal)));
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
        await Task.WhenAll(Enumerable.Range(0, 100).Select(index => app.HistoryAsync(1 + index % 20, "24h", "")));

        for (var run = 1; run <= 80; run++)
        {
            await app.RunAsync<ItemBackfillJob>();
            Assert.Equal(run, app.Upstream.Asked.Count(asked => asked.StartsWith("timeseries", StringComparison.Ordinal)));
        }

        await app.RunAsync<ItemBackfillJob>();
        Assert.Equal(80, app.Upstream.Asked.Where(asked => asked.StartsWith("timeseries", StringComparison.Ordinal)).Distinct().Count());
        Assert.Equal(80, app.Upstream.Asked.Count(asked => asked.StartsWith("timeseries", StringComparison.Ordinal)));
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
        var asked = app.Upstream.Asked.Where(asked => asked.StartsWith("timeseries", StringComparison.Ordinal));
        Assert.Equal(["5m", "1h", "6h", "6h", "24h"], asked.Select(asked => asked.Split('=')[^1]));
        Assert.Equal(365, (await app.HistoryAsync(2, "1y")).Count);
    }

    [Fact]
    public async Task Points_off_the_grid_or_in_the_future_are_refused_and_an_open_window_is_skipped()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        app.Upstream.Series[(2, "24h")] =
        [
            FakeUpstream.Window(100, 1, 90, 1, Now / 86_400 * 86_400 - 86_400),
            FakeUpstream.Window(101, 1, 90, 1, Now / 86_400 * 86_400 - 86_400 - 1),
            FakeUpstream.Window(102, 1, 90, 1, Now / 86_400 * 86_400), // still open, which is not an error
            FakeUpstream.Window(103, 1, 90, 1, Now / 86_400 * 86_400 + 86_400),
            FakeUpstream.Window(null, 1, 90, 1, Now / 86_400 * 86_400 - 2 * 86_400),
        ];
        await app.HistoryAsync(2, "1y");
        await RunAsync(app, 4);

        Assert.Equal(100, (long?)(await app.HistoryAsync(2, "1y"))[0]!["high"]);
        Assert.Contains(app.Log.All, line => line.Contains("Refused 3 of 4 rows of /timeseries of item 2", StringComparison.Ordinal));
    }

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
                   select FakeUpstream.Window(1000 + index, 2, 990, 1, end - index * (long)resolution.Seconds),
            ];
        }
    }
}
