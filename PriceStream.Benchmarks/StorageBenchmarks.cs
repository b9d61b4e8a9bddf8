using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using PriceStream.Web.Data;
using PriceStream.Web.Data.Sqlite;
using PriceStream.Web.History;
using PriceStream.Web.History.Import;

namespace PriceStream.Benchmarks;

/// <summary>Reads a period of any item from a file of a year, in both storage layouts.</summary>
[MemoryDiagnoser]
[SimpleJob(launchCount: 1, warmupCount: 3, iterationCount: 5)]
public class StorageReadBenchmarks
{
    private readonly long now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
    private WebApplication app = null!;
    private HistoryReader reader = null!;
    private ChartPeriod period = null!;
    private int item;

    [Params(HistoryFiles.ByItem, HistoryFiles.ByArrival)]
    public string Storage { get; set; } = "";

    [Params("24h", "7d", "1y")]
    public string Period { get; set; } = "";

    [GlobalSetup]
    public void Open()
    {
        app = HistoryFiles.Open(Storage);
        reader = app.Services.GetRequiredService<HistoryReader>();
        period = ChartPeriod.Of(Period)!;
    }

    [GlobalCleanup]
    public async Task CloseAsync() => await app.DisposeAsync();

    [Benchmark]
    public async Task<int> Read() =>
        (await reader.ReadAsync(1 + (item += 1987) % HistorySeed.Items, period, sampled: true, now, default))!.Count;
}

/// <summary>A 5m window of all items, as the application writes it: in batches, each a transaction.</summary>
[MemoryDiagnoser]
[SimpleJob(RunStrategy.Monitoring, launchCount: 1, warmupCount: 5, iterationCount: 25)]
public class StorageWriteBenchmarks
{
    private long time = Resolution.FiveMinutes.WindowOf(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
    private WebApplication app = null!;
    private WindowWriter writer = null!;

    [Params(HistoryFiles.ByItem, HistoryFiles.ByArrival)]
    public string Storage { get; set; } = "";

    [GlobalSetup]
    public void Open()
    {
        app = HistoryFiles.Open(Storage);
        writer = app.Services.GetRequiredService<WindowWriter>();
    }

    [GlobalCleanup]
    public async Task CloseAsync() => await app.DisposeAsync();

    // The application moves the log into the file outside any write, so this does too.
    [IterationSetup]
    public void Checkpoint() => app.Services.GetRequiredService<SqliteStore>().Checkpoint();

    [Benchmark]
    public async Task Write()
    {
        time += 300;
        var windows = Enumerable.Range(1, HistorySeed.Items)
            .Select(id => (id, new HistoryRow(time, 300, 1000 + id, 990 + id, id % 100 + 1, id % 70 + 1)));
        await writer.SaveAsync([.. windows], WindowOrigin.Bulk, default);
    }
}
