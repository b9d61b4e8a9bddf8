using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using PriceStream.Web.Data;

namespace PriceStream.Benchmarks;

/// <summary>
/// The seeded file twice: as the application stores it, and with its windows as EF Core would store them by default, a table of
/// rows in order of arrival with a unique index beside it. The application's own code reads both.
/// </summary>
internal static class HistoryFiles
{
    private const string Folder = "PRICESTREAM_BENCHMARK_FILES";

    public const string ByItem = "by item (ours)";
    public const string ByArrival = "by arrival and index";

    public static async Task<string> PrepareAsync(string seeded)
    {
        var folder = Directory.CreateTempSubdirectory("pricestream-bench-").FullName;
        Environment.SetEnvironmentVariable(Folder, folder);
        File.Copy(seeded, FileOf(ByItem));
        await using (var app = BenchmarkApp.Build(FileOf(ByArrival)))
        {
            await app.Services.PrepareDatabaseAsync();
        }

        Execute(FileOf(ByArrival), $"""
            PRAGMA synchronous = OFF;
            PRAGMA cache_size = -500000;
            ATTACH '{FileOf(ByItem)}' AS seeded;
            DROP TABLE windows;
            CREATE TABLE windows (
                item_id INTEGER NOT NULL, step INTEGER NOT NULL, time INTEGER NOT NULL, high INTEGER NULL, low INTEGER NULL,
                high_volume INTEGER NOT NULL, low_volume INTEGER NOT NULL, rolled_up INTEGER NOT NULL);
            INSERT INTO windows SELECT * FROM seeded.windows ORDER BY time + step, step, item_id;
            CREATE UNIQUE INDEX windows_key ON windows (item_id, step, time);
            INSERT INTO items SELECT * FROM seeded.items;
            INSERT INTO ticks SELECT * FROM seeded.ticks;
            INSERT INTO latest_prices SELECT * FROM seeded.latest_prices;
            """);
        Execute(FileOf(ByArrival), "PRAGMA wal_checkpoint(TRUNCATE)");
        Console.WriteLine($"{ByItem}: {Megabytes(ByItem):0} MB, {ByArrival}: {Megabytes(ByArrival):0} MB");
        return folder;
    }

    public static WebApplication Open(string storage) => BenchmarkApp.Build(FileOf(storage));

    private static string FileOf(string storage) =>
        Path.Combine(Environment.GetEnvironmentVariable(Folder)!, storage == ByItem ? "item.db" : "arrival.db");

    private static double Megabytes(string storage) => new FileInfo(FileOf(storage)).Length / 1e6;

    private static void Execute(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 600;
        command.ExecuteNonQuery();
    }
}
