using Microsoft.EntityFrameworkCore;
using PriceStream.Tests.Support;
using PriceStream.Web.Data.Sqlite;
using PriceStream.Web.History.Import;

namespace PriceStream.Tests.History.Import;

/// <summary>The database of a release that marked windows and series as fetched although it had refused most of their rows.</summary>
public sealed class EarlierReleaseTests
{
    private const long Start = FakeUpstream.Start;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_database_filled_with_gutted_windows_heals_by_itself()
    {
        var folder = Directory.CreateTempSubdirectory("pricestream-").FullName;
        await MakeGuttedAsync(Path.Combine(folder, "prices.db"));
        await using (var app = await AppFactory.StartAsync(folder))
        {
            await app.RefreshCatalogueAsync();
            app.Clock.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(Start + 5));
            for (var index = 1; index <= 288; index++)
            {
                app.Upstream.Windows[("5m", Start - index * 300)] = new() { ["2"] = FakeUpstream.Window(200, 7, 190, 7) };
                app.Upstream.Windows[("1h", Start - index * 3600)] = new() { ["2"] = FakeUpstream.Window(200, 84, 190, 84) };
            }

            await app.SyncWindowsAsync();
            var day = await app.HistoryAsync(2, "24h");
            Assert.InRange(day.Count(row => (long)row!["high_volume"]! == 7), 285, 287); // a catch-up takes minutes
            await app.RunAsync<ItemBackfillJob>();
            Assert.Contains("timeseries?id=2&timestep=5m", app.Upstream.Asked);
        }

        Directory.Delete(folder, recursive: true);
    }

    // Every window is marked as fetched; of item 2 there is nothing.
    private static async Task MakeGuttedAsync(string path)
    {
        var options = new DbContextOptionsBuilder<SqliteDb>().UseSqlite($"Data Source={path};Pooling=False").Options;
        await using var db = new SqliteDb(options);
        await db.Database.MigrateAsync("20261125042641_History", Stop);
        await db.Database.ExecuteSqlRawAsync($"""
            INSERT INTO fetched_windows WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 288)
                SELECT 300, {Start} - i * 300, 12, 3600 FROM n UNION ALL SELECT 3600, {Start} - i * 3600, 12, 86400 FROM n;
            INSERT INTO fetched_series VALUES (2, 300, {Start}), (2, 3600, {Start}), (2, 21600, {Start}), (2, 86400, {Start})
            """, Stop);
    }
}
