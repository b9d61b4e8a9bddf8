using PriceStream.Tests.Support;

namespace PriceStream.Tests.Data.Backup;

/// <summary>What an administrator does by hand, with the site's own program.</summary>
public sealed class RestoreTests
{
    [Fact]
    public async Task A_backup_of_the_running_site_is_restored_once_it_has_stopped_and_the_previous_database_is_kept()
    {
        await using var site = await BreakableSite.StartAsync();
        site.LeaveMark();
        var (code, output) = await site.CommandAsync("--backup");
        Assert.Equal(0, code);
        Assert.Matches(@"^\S+/backups/prices-\d{8}T\d{6}Z\.db: [0-9.]+ MB, checked, in [0-9.]+ s\n$", output);
        var backup = Directory.GetFiles(site.Backups, "*.db").Single();

        (code, output) = await site.CommandAsync("--restore", backup);
        Assert.Equal((2, $"Nothing was restored: a site has {site.Database} open. Stop it first, then restore\n"), (code, output));

        await site.KillAsync(); // its log is still beside it
        (code, output) = await site.CommandAsync("--restore", backup);
        Assert.Equal(0, code);
        Assert.StartsWith(
            $"Restored {backup} to {site.Database}. Start the site. The previous database is kept as {site.Database}.before-restore-",
            output, StringComparison.Ordinal);
        var aside = Directory.GetFiles(site.Folder, "prices.db.before-restore-*Z").Single();
        const string Newest = "SELECT high FROM latest_prices WHERE item_id = 2";
        Assert.InRange(site.Read<long>(Newest, aside), site.Read<long>(Newest), long.MaxValue);

        await site.StartAsync();
        await site.GoesOnAsync();
        Assert.True(site.HasMark(), "what was backed up is not there");
        Assert.Equal("ok", site.Read<string>("PRAGMA integrity_check"));
    }

    [Fact]
    public async Task A_file_that_cannot_be_restored_is_refused_with_a_reason_and_nothing_changes()
    {
        await using var site = await BreakableSite.StartAsync();
        Assert.Equal(0, (await site.CommandAsync("--backup")).Code);
        await site.StopAsync();
        var before = await File.ReadAllBytesAsync(site.Database, TestContext.Current.CancellationToken);
        string Made(string name) => Path.Combine(site.Folder, name);
        var backup = Directory.GetFiles(site.Backups, "*.db").Single();
        await File.WriteAllTextAsync(Made("text.db"), new string('x', 5000), TestContext.Current.CancellationToken);
        var bytes = await File.ReadAllBytesAsync(backup, TestContext.Current.CancellationToken);
        Array.Fill<byte>(bytes, 0xEE, 8192, bytes.Length - 8192);
        await File.WriteAllBytesAsync(Made("damaged.db"), bytes, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(Made("theirs.db"), [], TestContext.Current.CancellationToken);
        site.Read<long>("CREATE TABLE theirs (id); SELECT 0", Made("theirs.db"));
        File.Copy(backup, Made("newer.db"));
        site.Read<long>("INSERT INTO __EFMigrationsHistory VALUES ('20991231235959_FarAhead', '10.0.0'); SELECT 0", Made("newer.db"));

        foreach (var (file, reason) in ((string, string)[])
            [
                ("text.db", "is damaged or not a database"),
                ("damaged.db", "is damaged or not a database"),
                ("theirs.db", "is another program's database"),
                ("newer.db", "was made by a newer PriceStream: it has the migration 20991231235959_FarAhead"),
                ("missing.db", "there is no file"),
            ])
        {
            var (code, output) = await site.CommandAsync("--restore", Made(file));
            Assert.Equal(2, code);
            Assert.StartsWith("Nothing was restored: ", output, StringComparison.Ordinal);
            Assert.Contains(reason, output, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        }

        var (none, usage) = await site.CommandAsync("--restore");
        Assert.Equal((2, "--restore needs a file: --restore FILE\n"), (none, usage));
        Assert.Equal(before, await File.ReadAllBytesAsync(site.Database, TestContext.Current.CancellationToken));
        Assert.Empty(Directory.GetFiles(site.Folder, "*.restoring*"));
    }
}
