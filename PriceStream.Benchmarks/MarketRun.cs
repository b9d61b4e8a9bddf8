using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using PriceStream.Web.Data;
using PriceStream.Web.Exports;
using PriceStream.Web.History.Recent;
using PriceStream.Web.Items;
using PriceStream.Web.Market;
using PriceStream.Web.Market.Export;
using PriceStream.Web.Prices;

namespace PriceStream.Benchmarks;

/// <summary>
/// The market on a seeded file: loading the recent windows, renewing the board after a poll, each preset's list, and the whole list as
/// a file.
/// </summary>
internal static class MarketRun
{
    public static async Task RunAsync(string file)
    {
        await using var app = BenchmarkApp.Build(file);
        var services = app.Services;
        await services.PrepareDatabaseAsync();
        await services.LoadCatalogueAsync();
        await services.LoadPricesAsync();
        var recent = services.GetRequiredService<RecentMarket>();
        var search = services.GetRequiredService<ItemSearch>();
        var live = services.GetRequiredService<LivePrices>();
        for (var run = 0; run < 3; run++)
        {
            var fresh = ActivatorUtilities.CreateInstance<RecentMarket>(services);
            var (milliseconds, megabytes) = await MeasureAsync(() => fresh.RefreshAsync(default));
            Console.WriteLine($"load of the recent windows: {milliseconds:0} ms, {megabytes:0.0} MB");
        }

        await recent.RefreshAsync(default);
        var prices = live.Of(itemIds: null);
        foreach (var preset in MarketPreset.All)
        {
            var query = new ItemPageQuery { Preset = preset.Key };
            Report($"{preset.Key}, {search.Find(query).Total} items", () => search.Find(query));
        }

        Report("the same after a poll in which all prices changed", () =>
        {
            live.Apply([.. prices.Select(price => price with { HighTime = price.HighTime + 1 })]);
            search.Find(new ItemPageQuery { Preset = "all" });
        });
        var everything = new ItemQuery();
        await ReportAsync("everything as CSV", () => new CsvFile<ListedItem>(ItemTable.Of(everything, search), "items"));
        await ReportAsync("everything as JSON lines", () => new JsonLinesFile<ListedItem>(ItemTable.Of(everything, search), "items"));
    }

    // Without the server and the compressor.
    private static async Task ReportAsync(string what, Func<IResult> file)
    {
        var runs = new List<(double Milliseconds, double Megabytes)>();
        for (var index = 0; index < 200; index++)
        {
            runs.Add(await MeasureAsync(() => file().ExecuteAsync(new DefaultHttpContext { Response = { Body = Stream.Null } })));
        }

        var times = runs.Skip(100).Select(run => run.Milliseconds).Order().ToList();
        Console.WriteLine($"{what}: p50 {times[50]:0.0} ms, p99 {times[98]:0.0} ms, {runs[^1].Megabytes:0.0} MB allocated");
    }

    private static void Report(string what, Action run)
    {
        var times = new List<double>();
        for (var index = 0; index < 300; index++)
        {
            var start = Stopwatch.GetTimestamp();
            run();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        var last = times.Skip(100).Order().ToList();
        Console.WriteLine($"{what}: p50 {last[last.Count / 2]:0.00} ms, p99 {last[last.Count * 99 / 100]:0.00} ms");
    }

    private static async Task<(double Milliseconds, double Megabytes)> MeasureAsync(Func<Task> run)
    {
        var (start, bytes) = (Stopwatch.GetTimestamp(), GC.GetTotalAllocatedBytes(precise: true));
        await run();
        return (Stopwatch.GetElapsedTime(start).TotalMilliseconds, (GC.GetTotalAllocatedBytes(precise: true) - bytes) / 1e6);
    }
}
