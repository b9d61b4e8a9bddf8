using System.Net;
using Microsoft.EntityFrameworkCore;
using PriceStream.Tests.Support;
using PriceStream.Web.Data.Sqlite;

namespace PriceStream.Tests.Data.Sqlite;

/// <summary>The program on the database of an older or a newer version.</summary>
public sealed class UpgradeTests
{
    private const string Before = "20261124131659_Initial";

    // With PRICESTREAM_LONG=1, the ticks of all items in 26 hours.
    private static readonly int Ticks = Environment.GetEnvironmentVariable("PRICESTREAM_LONG") == "1" ? 2_500_000 : 600_000;

    [Fact]
    public async Task An_older_database_is_backed_up_and_upgraded_while_the_site_shows_a_notice()
    {
        await using var site = await BreakableSite.CreateAsync();
        await MakeEarlierAsync(site);
        site["ASPNETCORE_URLS"] = $"http://127.0.0.1:{BreakableSite.FreePort()}";

        var start = TimeProvider.System.GetTimestamp();
        site.Launch();
        var (page, live, ready) = await WatchUpgradeAsync(site);
        await Eventually.TrueAsync(() => site.Log.Contains("Now listening on", StringComparison.Ordinal), "the site listens: " + site.Log);
        var seconds = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        TestContext.Current.TestOutputHelper?.WriteLine($"{Ticks} ticks: {seconds:0.0} s\n{site.Log}");
        Assert.InRange(seconds, 0, 60);

        Assert.Contains("PriceStream is being upgraded", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, live);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready);
        Assert.Contains($"from {Before} to 20", site.Log, StringComparison.Ordinal);
        Assert.Contains("Upgraded the database in ", site.Log, StringComparison.Ordinal);
        var backup = Directory.GetFiles(site.Backups, "prices-*Z-before-upgrade.db").Single();
        Assert.Equal(Before, site.Read<string>("SELECT max(MigrationId) FROM __EFMigrationsHistory", backup));
        Assert.InRange(site.Read<long>("SELECT count(*) FROM ticks"), Ticks, Ticks + 10_000);
        Assert.Equal(0L, site.Read<long>("SELECT count(*) FROM windows"));
    }

    [Fact]
    public async Task A_site_killed_during_an_upgrade_upgrades_at_the_next_start()
    {
        await using var site = await BreakableSite.CreateAsync();
        await MakeEarlierAsync(site);
        site.Launch();
        await Eventually.TrueAsync(
            () => Directory.Exists(site.Backups) && Directory.GetFiles(site.Backups, "*.part").Length > 0, "the backup has started");
        await site.KillAsync();

        await site.StartAsync();
        await site.GoesOnAsync();
        Assert.Empty(Directory.GetFiles(site.Backups, "*.part"));
        Assert.Equal("ok", site.Read<string>("PRAGMA integrity_check"));
    }

    [Fact]
    public async Task An_older_program_refuses_a_newer_database_and_says_what_to_do()
    {
        await using var site = await BreakableSite.StartAsync();
        await site.StopAsync();
        site.Read<long>("INSERT INTO __EFMigrationsHistory VALUES ('20991231235959_FarAhead', '10.0.0'); SELECT 0");

        site.Launch();
        Assert.Equal(1, await site.EndAsync());
        await site.LogsAsync(
            $"PriceStream did not start: The database {site.Database} was made by a newer PriceStream: it has the migration "
            + $"20991231235959_FarAhead, and this is version {DatabaseUpgrade.Version}, whose newest is 20");
        await site.LogsAsync("Start the newer version again, or go back to a backup that was made before the upgrade: --restore ");
        Assert.DoesNotContain("   at ", site.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_space_for_the_backup_the_upgrade_waits()
    {
        using var disk = SmallDisk.Mount(megabytes: 24);
        await using var site = await BreakableSite.CreateAsync(disk.Folder);
        await MakeEarlierAsync(site, 400_000);

        disk.Fill(but: 1 << 20);
        await site.StartAsync();
        await site.LogsAsync("the database was not upgraded because its backup failed: not enough space in");
        await site.GoesOnAsync();

        disk.Free();
        await site.LogsAsync("Database writes resumed");
        Assert.Single(Directory.GetFiles(site.Backups, "prices-*Z-before-upgrade.db"));
        Assert.InRange(site.Read<long>("SELECT count(*) FROM ticks"), 400_000, long.MaxValue);
    }

    private static async Task<(string Page, HttpStatusCode Live, HttpStatusCode Ready)> WatchUpgradeAsync(BreakableSite site)
    {
        using var http = new HttpClient { BaseAddress = new(site.Address) };
        var page = "";
        await Eventually.TrueAsync(async () =>
        {
            try
            {
                using var answer = await http.GetAsync(new Uri("", UriKind.Relative));
                page = await answer.Content.ReadAsStringAsync();
                return answer.StatusCode == HttpStatusCode.ServiceUnavailable && answer.Headers.RetryAfter is not null;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }, "the site shows the notice: " + site.Log);
        using var live = await http.GetAsync(new Uri("health/live", UriKind.Relative));
        using var ready = await http.GetAsync(new Uri("health/ready", UriKind.Relative));
        return (page, live.StatusCode, ready.StatusCode);
    }

    private static async Task MakeEarlierAsync(BreakableSite site, int? ticks = null)
    {
        var options = new DbContextOptionsBuilder<SqliteDb>().UseSqlite($"Data Source={site.Database};Pooling=False").Options;
        await using var db = new SqliteDb(options);
        await db.Database.MigrateAsync(Before, TestContext.Current.CancellationToken);
        site.Read<long>($"""
            INSERT INTO items WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)
                SELECT i, 'Item ' || i, 'It is an item.', 'Item.png', 0, 10, 1, 1, 1 FROM n;
            INSERT INTO ticks WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {ticks ?? Ticks} - 1)
                SELECT 1 + i / 2000, 1700000000 + i % 2000, 1000 + i, 900 + i FROM n;
            SELECT 0
            """);
    }
}
