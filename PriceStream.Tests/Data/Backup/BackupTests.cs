using Microsoft.Extensions.DependencyInjection;
using PriceStream.Tests.Support;
using PriceStream.Web.Data.Backup;

namespace PriceStream.Tests.Data.Backup;

/// <summary>Backups, nightly and by hand.</summary>
public sealed class BackupTests
{
    [Fact]
    public async Task A_backup_is_complete_and_reported()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        var backup = app.Services.GetRequiredService<DatabaseBackup>();

        var report = await backup.RunAsync(TestContext.Current.CancellationToken);

        Assert.True(report.Good, report.Error);
        Assert.Equal(report, backup.Last);
        Assert.Equal(new FileInfo(report.File!).Length, report.Bytes);
        Assert.Equal([report.File], backup.All.Select(one => one.File));
        Assert.Equal(report.At.ToUnixTimeSeconds(), backup.All[0].At.ToUnixTimeSeconds());
        Assert.Equal(1_500_000L, TestDatabase.Read<long>(report.File!, "SELECT high FROM latest_prices WHERE item_id = 4151"));
        Assert.Contains(app.Log.All, line => line.Contains($"Backed up the database to {report.File}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_backup_is_due_once_a_night_and_after_a_missed_night()
    {
        await using var app = await AppFactory.StartWithPricesAsync(("Backup:Hour", "3"));
        var backup = app.Services.GetRequiredService<DatabaseBackup>();
        Assert.False(backup.IsDue()); // there is nothing worth a backup at a first start

        app.Clock.Advance(UntilHour(app, 3));
        Assert.True(backup.IsDue());
        await app.RunAsync<BackupJob>();
        Assert.False(backup.IsDue());

        app.Clock.Advance(TimeSpan.FromHours(23.5));
        Assert.False(backup.IsDue());
        app.Clock.Advance(TimeSpan.FromHours(12));
        Assert.True(backup.IsDue());
    }

    [Fact]
    public async Task Only_the_newest_backups_are_kept_and_unfinished_ones_are_deleted()
    {
        await using var app = await AppFactory.StartWithPricesAsync(("Backup:Keep", "2"));
        var backup = app.Services.GetRequiredService<DatabaseBackup>();
        Directory.CreateDirectory(backup.Folder);
        var left = Path.Combine(backup.Folder, "prices-20200101T000000Z.db.part");
        var others = Path.Combine(backup.Folder, "of-another-database.db");
        await File.WriteAllTextAsync(left, "half", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(others, "theirs", TestContext.Current.CancellationToken);

        var made = new List<string>();
        for (var night = 0; night < 3; night++)
        {
            made.Add((await backup.RunAsync(TestContext.Current.CancellationToken)).File!);
            app.Clock.Advance(TimeSpan.FromDays(1));
        }

        Assert.Equal([made[2], made[1]], backup.All.Select(one => one.File));
        Assert.False(File.Exists(left));
        Assert.True(File.Exists(others));
    }

    [Fact]
    public async Task Without_space_a_backup_fails_with_both_sizes_and_the_last_good_one_stays()
    {
        using var disk = SmallDisk.Mount(megabytes: 2);
        await using var app = await AppFactory.StartAsync(("Backup:Folder", disk.Folder));
        var backup = app.Services.GetRequiredService<DatabaseBackup>();
        var good = await backup.RunAsync(TestContext.Current.CancellationToken);
        disk.Fill();

        app.Clock.Advance(TimeSpan.FromDays(1));
        var report = await backup.RunAsync(TestContext.Current.CancellationToken);

        Assert.Matches($"^not enough space in {disk.Folder}: [0-9.]+ MB needed, 0.0 MB free$", report.Error);
        Assert.Equal([good.File], backup.All.Select(one => one.File));
        Assert.Contains(
            app.Log.All.Where(line => line.StartsWith("Error", StringComparison.Ordinal)),
            line => line.Contains("Database backup failed: not enough space in", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Polls_are_stored_while_a_backup_runs()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        TestDatabase.Read<long>(Path.Combine(app.Folder, "prices.db"), """
            INSERT INTO ticks WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 500000)
            SELECT 1 + i / 2000, i % 2000, i, i FROM n;
            SELECT 0
            """);

        var running = app.Services.GetRequiredService<DatabaseBackup>().RunAsync(TestContext.Current.CancellationToken);
        var polls = 0;
        for (; !running.IsCompleted; polls++)
        {
            var now = app.Clock.GetUtcNow().ToUnixTimeSeconds();
            app.Upstream.Set(2, high: 200 + polls, highTime: now, low: 190, lowTime: FakeUpstream.Start - 20);
            await app.PollAsync();
            Assert.Equal(200 + polls, (long)(await app.GetJsonAsync("api/v1/items/2"))["data"]!["price"]!["high"]!);
        }

        Assert.True((await running).Good);
        Assert.InRange(polls, 1, int.MaxValue);
    }

    private static TimeSpan UntilHour(AppFactory app, int hour)
    {
        var now = app.Clock.GetUtcNow();
        var then = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero).AddHours(hour);
        return (then > now ? then : then.AddDays(1)) - now;
    }
}
