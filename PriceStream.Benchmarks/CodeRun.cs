using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using BenchmarkDotNet.Jobs;

namespace PriceStream.Benchmarks;

/// <summary>The benchmarks of code, all in this process, because otherwise each would be built and its files copied again.</summary>
internal static class CodeRun
{
    public static async Task RunAsync(string seeded, string[] filters)
    {
        var folder = await HistoryFiles.PrepareAsync(seeded);
        try
        {
            var config = ManualConfig.CreateEmpty()
                .AddJob(new Job(new Job().WithToolchain(InProcessEmitToolchain.Instance)).AsMutator())
                .AddColumnProvider(DefaultColumnProviders.Instance)
                .AddLogger(ConsoleLogger.Default)
                .AddExporter(MarkdownExporter.Console)
                .WithArtifactsPath(folder);
            string[] arguments = ["--filter", .. filters.Length == 0 ? ["*"] : filters];
            BenchmarkSwitcher
                .FromTypes([typeof(HistoryBenchmarks), typeof(StorageReadBenchmarks), typeof(StorageWriteBenchmarks)])
                .Run(arguments, config);
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }
}
