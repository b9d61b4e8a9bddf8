using PriceStream.Web.History;

namespace PriceStream.Benchmarks;

/// <summary>
/// Histories over loopback: their latency and throughput,
/// and how much they and the polls, windows, pruning and roll-ups slow each other down.
/// </summary>
internal static class HistoryRun
{
    private const int Connections = 16;
    private const string Health = "/health/live";

    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(10);

    /// <param name="database">A seeded SQLite file, or a connection string of a seeded PostgreSQL database, which the run changes.</param>
    /// <param name="parts">Which of "client", "throughput", "polls", "jobs" to run; all when empty.</param>
    public static async Task RunAsync(string database, string? dll, string[] parts)
    {
        dll = Path.GetFullPath(dll ?? Path.Combine(AppContext.BaseDirectory, "PriceStream.Web.dll"));
        await using var source = await SourceStandIn.StartAsync();
        await using var server = await HistoryServer.StartAsync(dll, database, source.BaseAddress);
        var size = BenchmarkApp.IsFile(database) ? $"SQLite, {new FileInfo(database).Length / 1e6:0} MB" : "PostgreSQL";
        Console.WriteLine($"{dll}, {size}");
        await PartAsync("client", () => OneClientAsync(server));
        await PartAsync("throughput", () => ThroughputAsync(server));
        await PartAsync("polls", () => PollsAsync(server, source));
        await PartAsync("jobs", () => JobsAsync(server));
        Console.WriteLine($"The server at the end: {server.ResidentMegabytes:0} MB resident");

        Task PartAsync(string part, Func<Task> run) => parts.Length == 0 || parts.Contains(part) ? run() : Task.CompletedTask;
    }

    private static async Task OneClientAsync(HistoryServer server)
    {
        Console.WriteLine("\nOne client, cache=skip, any item: ms (compressed; uncompressed)");
        var client = new LoadClient(server.Address);
        await client.RunAsync(index => Skip("24h", index), 2, Warm);
        await client.RunAsync(_ => Health, 1, Warm / 4);
        Tell("baseline " + Health, await client.RunAsync(_ => Health, 1, Warm / 2));
        foreach (var period in ChartPeriod.All.Select(period => period.Key))
        {
            await client.RunAsync(index => Skip(period, index), 1, Warm / 8);
            var compressed = await client.RunAsync(index => Skip(period, index), 1, Warm / 2);
            var plain = await client.RunAsync(index => Skip(period, index), 1, Warm / 2, gzip: false);
            Tell(period, compressed, plain);
        }

        static void Tell(string what, params LoadResult[] results) =>
            Console.WriteLine($"{what,-22}" + string.Join("; ", results.Select(result =>
                $"p50 {result.Percentile(50):0.00} p99 {result.Percentile(99):0.00} max {result.Times[^1]:0.0} "
                + $"({result.Bytes / result.Times.Length:#,0} bytes)")));
    }

    private static async Task ThroughputAsync(HistoryServer server)
    {
        Console.WriteLine($"\n{Connections} connections, as many as they can");
        var client = new LoadClient(server.Address);
        await MeasureAsync("baseline " + Health, _ => Health, true);
        await MeasureAsync("24h from cache", Cached, true);
        await MeasureAsync("the same, uncompressed", Cached, false);
        await MeasureAsync("24h cache=skip", index => Skip("24h", index), true);
        await MeasureAsync("the same, uncompressed", index => Skip("24h", index), false);

        async Task MeasureAsync(string what, Func<int, string> paths, bool gzip)
        {
            await client.RunAsync(paths, Connections, Warm, gzip);
            var (memory, cpu) = (await server.RunAsync("memory"), server.Cpu);
            var result = await client.RunAsync(paths, Connections, Span, gzip);
            var (after, used) = (await server.RunAsync("memory"), server.Cpu - cpu);
            Console.WriteLine(
                $"{what,-24}{result.PerSecond,7:#,0}/s  p50 {result.Percentile(50):0.0} p99 {result.Percentile(99):0.0} ms; "
                + "a request costs the server "
                + $"{used.TotalMicroseconds / result.Times.Length:0} µs of a core "
                + $"and {(after[0] - memory[0]) / result.Times.Length / 1024:0.0} KB; "
                + $"the client has {result.Cpu / (result.Cpu + used):0 %} of the used time; "
                + $"{after[1] - memory[1]:0} ms paused for garbage");
        }
    }

    private static async Task PollsAsync(HistoryServer server, SourceStandIn source)
    {
        Console.WriteLine(
            $"\nA poll of {HistorySeed.Items} prices, then a 5m window of as many rows, in the server, "
            + "request to the source included: ms, median (slowest)");
        var client = new LoadClient(server.Address);
        for (var round = 0; round < 10; round++)
        {
            await server.RunAsync("poll"); // compiled while it runs
        }

        foreach (var percent in (int[])[40, 100])
        {
            source.Percent = percent;
            await MeasureAsync("baseline, no load", null, null, percent);
            await MeasureAsync("2,000/s from cache", Cached, 2000, percent);
            await MeasureAsync("700/s cache=skip", index => Skip("24h", index), 700, percent);
        }

        await MeasureAsync("all it can from cache", Cached, null, 100);
        await MeasureAsync("all it can cache=skip", index => Skip("24h", index), null, 100);

        async Task MeasureAsync(string what, Func<int, string>? paths, int? pace, int percent)
        {
            using var stop = new CancellationTokenSource();
            var load = paths is null ? null : client.RunAsync(paths, Connections, Span * 10, pace: pace, cancellationToken: stop.Token);
            var times = await TimePollsAsync(server);
            await stop.CancelAsync();
            var meanwhile = load is null ? "" : Meanwhile(await load);
            Console.WriteLine(
                $"{what,-24}{percent,3} % new: both {Median(times.Select(time => time.Poll + time.Window))}, "
                + $"poll {Median(times.Select(time => time.Poll))}, window {Median(times.Select(time => time.Window))} "
                + $"of it asking {Median(times.Select(time => time.Asked))}{meanwhile}");
        }
    }

    // Twelve polls, of which the first two do not count.
    private static async Task<List<(double Poll, double Window, double Asked)>> TimePollsAsync(HistoryServer server)
    {
        var times = new List<(double Poll, double Window, double Asked)>();
        for (var round = 0; round < 12; round++)
        {
            // Lets the server finish, as it would between two polls a minute apart.
            await server.RunAsync("checkpoint");
            await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System, CancellationToken.None);
            times.Add(await server.RunAsync("poll") is [var poll, var window, var asked] ? (poll, window, asked) : default);
        }

        times.RemoveRange(0, 2);
        return times;
    }

    private static async Task JobsAsync(HistoryServer server)
    {
        Console.WriteLine("\nJobs meanwhile: a writer's turn every 5 ms, a page and a history cache=skip, 50 a second each: ms");
        foreach (var job in (string?[])[null, "prune", "rollup", "checkpoint", null])
        {
            await MeasureAsync(job);
        }

        async Task MeasureAsync(string? job)
        {
            var client = new LoadClient(server.Address);
            using var stop = new CancellationTokenSource();
            await client.RunAsync(Page, 1, Warm / 4);
            var pages = client.RunAsync(Page, 2, Span * 10, pace: 50, cancellationToken: stop.Token);
            var histories = client.RunAsync(index => Skip("24h", index), 2, Span * 10, pace: 50, cancellationToken: stop.Token);
            var (memory, took) = (await server.RunAsync("memory"), 0.0);
            var running = job is null ? Task.Delay(Span / 2, TimeProvider.System, CancellationToken.None) : Job();
            var waits = new List<double>();
            while (!running.IsCompleted)
            {
                waits.AddRange(await server.RunAsync("turns"));
            }

            await running;
            await stop.CancelAsync();
            var after = await server.RunAsync("memory");
            Console.WriteLine(
                $"{job ?? "baseline, none",-16}{took,6:0} ms, {(after[0] - memory[0]) / 1048576:0} MB allocated; "
                + $"turn p50 {Percentile(waits, 50):0.0} p99 {Percentile(waits, 99):0.0} max {waits.Max():0.0}; "
                    + $"page {Three(await pages)}; history {Three(await histories)}; {after[1] - memory[1]:0} ms paused for garbage");

            async Task Job() => took = (await server.RunAsync(job!))[0];
        }

        static string Three(LoadResult result) =>
            $"p50 {result.Percentile(50):0.0} p99 {result.Percentile(99):0.0} max {result.Times[^1]:0.0}";
    }

    private static string Page(int index) => $"/items/{Any(index)}/item-{Any(index)}";

    private static string Cached(int index) => $"/api/v1/prices/history/{1 + index % 200}?period=24h";

    private static string Skip(string period, int index) => $"/api/v1/prices/history/{Any(index)}?period={period}&cache=skip";

    // Visits every item once before it repeats one, in pseudo-random order.
    private static int Any(int index) => 1 + (int)(index * 1987L % HistorySeed.Items);

    private static string Median(IEnumerable<double> values) => $"{Percentile([.. values], 50):0} ({values.Max():0})";

    private static double Percentile(List<double> values, double percent) =>
        values.Order().ElementAt((int)Math.Min(values.Count - 1, values.Count * percent / 100));

    private static string Meanwhile(LoadResult load) =>
        $"; meanwhile {load.PerSecond:#,0}/s, p50 {load.Percentile(50):0.0} p99 {load.Percentile(99):0.0} max {load.Times[^1]:0} ms";
}
