using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using PriceStream.Web.Data;
using PriceStream.Web.History;

namespace PriceStream.Benchmarks;

/// <summary>The steps from a period's rows to a response: buckets, JSON with and without compression, and the ETag.</summary>
[MemoryDiagnoser]
[SimpleJob(launchCount: 1, warmupCount: 3, iterationCount: 5)]
public class HistoryBenchmarks
{
    private readonly long now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
    private IReadOnlyList<HistoryRow> rows = [];
    private ChartPeriod period = null!;
    private HistorySnapshot history = null!;
    private MarginAt marginAt = null!;

    [Params("24h", "7d", "1y")]
    public string Period { get; set; } = "";

    [GlobalSetup]
    public async Task ReadAsync()
    {
        period = ChartPeriod.Of(Period)!;
        await using var app = HistoryFiles.Open(HistoryFiles.ByItem);
        marginAt = app.Services.GetRequiredService<MarginAt>();
        rows = (await app.Services.GetRequiredService<HistoryReader>().ReadAsync(4149, period, sampled: true, now, default))!;
        var (points, open) = Sample();
        history = new(4149, period, true, points, open, 0, 0, "");
    }

    [Benchmark]
    public (IReadOnlyList<HistoryPoint> Points, OpenBucket? Open) Sample() => Sampler.Sample(rows, period, period.BucketOf(now));

    [Benchmark]
    public int Json() => HistoryJson.Write(history, marginAt).Length;

    [Benchmark]
    public int GzippedJson() => HistoryJson.Gzip(history, marginAt).Length;

    [Benchmark]
    public string ETag() => HistoryJson.ETagOf(history, marginAt);
}
