using PriceStream.Benchmarks;
using PriceStream.Benchmarks.Streams;

// Measures the figures in docs/benchmarks.md. Run in Release: dotnet run -c Release --project PriceStream.Benchmarks -- VERB
Func<Task>? run = args.FirstOrDefault() switch
{
    "poll" => PollRun.RunAsync,
    "start" => () => StartRun.RunAsync(args.ElementAtOrDefault(1)),
    "seed" when args.Length > 1 => () => HistorySeed.RunAsync(args[1]),
    "code" when args.Length > 1 => () => CodeRun.RunAsync(args[1], args[2..]),
    "history" when args.Length > 1 => () => HistoryRun.RunAsync(
        args[1],
        args.Skip(2).FirstOrDefault(File.Exists),
        [.. args.Skip(2).Where(arg => !File.Exists(arg))]),
    "market" when args.Length > 1 => () => MarketRun.RunAsync(args[1]),
    "stream" => () => CompareRun.RunAsync(
        Option(1, "events"),
        int.Parse(Option(2, "10000")),
        int.Parse(Option(3, "0")),
        args.Length > 4 ? args[4..] : Contender.Names),
    "page" => () => PageRun.RunAsync(args[1..]),
    "site" => () => SiteRun.RunAsync(args.ElementAtOrDefault(2), int.Parse(Option(1, "10000"))),
    "storm" => StormRun.RunAsync,
    "restart" => RestartRun.RunAsync,
    "tick" => () => Task.FromResult(BenchmarkDotNet.Running.BenchmarkRunner.Run<TickBenchmark>()),
    "serve" => () => StreamServer.RunAsync(args[1], args[2]),
    _ => null,
};
if (run is null)
{
    await Console.Error.WriteLineAsync(Usage.Text);
    return 2;
}

await run();
return 0;

string Option(int index, string fallback) => args.ElementAtOrDefault(index) ?? fallback;
