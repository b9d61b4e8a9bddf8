using Microsoft.Extensions.DependencyInjection;
using PriceStream.Tests.Support;
using PriceStream.Web.Data.Recovery;
using PriceStream.Web.History;
using PriceStream.Web.History.Import;
using PriceStream.Web.Upstream;

namespace PriceStream.Tests.Data.Recovery;

/// <summary>Another program holds a lock on the database file: the site runs from memory, and later stores everything.</summary>
public sealed class LockedDatabaseTests
{
    private const string Reason = "another program has locked the database ";

    [Theory]
    [InlineData("BEGIN IMMEDIATE")]
    [InlineData("BEGIN EXCLUSIVE")]
    public async Task While_another_program_locks_the_database_prices_stay_live_and_every_tick_is_stored_afterwards(string statement)
    {
        await using var site = await BreakableSite.StartAsync();
        using (DatabaseLock.Take(site.Database, statement))
        {
            await site.LogsAsync($"Database writes suspended, buffering in memory: {Reason}{site.Database}");
            await site.GoesOnAsync();
            await site.GoesOnAsync();
            await site.ReadySaysAsync("another program has locked the database");
            Assert.Contains("Prices are live but not stored", await site.PageAsync(), StringComparison.Ordinal);
        }

        await ResumesAsync(site);
        await site.GoesOnAsync();
        await site.StopAsync();
        AssertNoTickIsMissing(site);
        AssertNoStack(site);
    }

    [Fact]
    public async Task A_site_started_while_its_database_is_locked_for_writes_serves_its_last_prices_and_new_ones()
    {
        await using var site = await BreakableSite.StartAsync();
        await site.StopAsync();
        using (DatabaseLock.Take(site.Database, "BEGIN IMMEDIATE"))
        {
            await site.StartAsync();
            Assert.True(await site.PriceAsync() > 0, "the last prices are not there");
            await site.LogsAsync(Reason + site.Database);
            await site.GoesOnAsync();
        }

        await ResumesAsync(site);
        AssertNoStack(site);
    }

    [Fact]
    public async Task A_site_started_while_its_database_is_locked_for_reads_too_serves_its_last_prices_and_new_ones()
    {
        await using var site = await BreakableSite.StartAsync();
        await site.StopAsync();
        using (DatabaseLock.Take(site.Database, "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; DELETE FROM ticks WHERE item_id = 0"))
        {
            await site.StartAsync();
            Assert.True(await site.PriceAsync() > 0, "the last prices are not there");
            await site.LogsAsync(Reason + site.Database);
            await site.GoesOnAsync();
        }

        await ResumesAsync(site);
        AssertNoStack(site);
    }

    [Fact]
    public async Task A_new_site_whose_database_another_program_has_created_and_locked_serves_from_memory()
    {
        await using var site = await BreakableSite.CreateAsync();
        using (DatabaseLock.Take(site.Database, "BEGIN IMMEDIATE"))
        {
            await site.StartAsync();
            await site.HasPricesAsync();
            await site.LogsAsync(Reason + site.Database);
        }

        await ResumesAsync(site);
        Assert.Equal(300L, site.Read<long>("SELECT count(*) FROM items"));
        AssertNoStack(site);
    }

    [Fact]
    public async Task A_backup_is_made_while_another_program_locks_the_database_for_writes()
    {
        await using var site = await BreakableSite.StartAsync();
        using var held = DatabaseLock.Take(site.Database, "BEGIN IMMEDIATE");

        var (code, output) = await site.CommandAsync("--backup");

        Assert.True(code == 0, output);
        Assert.Equal(300L, site.Read<long>("SELECT count(*) FROM items", Directory.GetFiles(site.Backups, "*.db").Single()));
    }

    [Fact]
    public async Task A_backup_of_a_database_that_is_locked_for_reads_fails_with_that_reason()
    {
        await using var site = await BreakableSite.StartAsync();
        await site.StopAsync();
        using var held = DatabaseLock.Take(
            site.Database, "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; DELETE FROM ticks WHERE item_id = 0");

        var (code, output) = await site.CommandAsync("--backup");

        Assert.Equal((2, $"Backup failed: {Reason}{site.Database}\n"), (code, output));
    }

    [Fact]
    public async Task A_roll_up_that_meets_a_lock_is_complete_afterwards()
    {
        const long Day = (FakeUpstream.Start / 86_400 + 1) * 86_400;
        await using var app = await AppFactory.StartWithPricesAsync();
        var stop = TestContext.Current.CancellationToken;
        await app.Services.GetRequiredService<WindowWriter>().SaveAsync(Resolution.Hours, Hour(Day), counts: true, stop);
        app.Clock.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(Day + 2 * 86_400));
        using (DatabaseLock.Take(Path.Combine(app.Folder, "prices.db"), "BEGIN IMMEDIATE"))
        {
            await app.Services.GetRequiredService<RollUpJob>().Invoke();
        }

        await app.RunAsync<StorageJob>();
        await app.Services.GetRequiredService<RollUpJob>().Invoke();

        Assert.Null(app.Services.GetRequiredService<StorageState>().Failure);
        var file = Path.Combine(app.Folder, "prices.db");
        Assert.Equal(100L, TestDatabase.Read<long>(file, $"SELECT high FROM windows WHERE item_id = 2 AND step = 86400 AND time = {Day}"));
    }

    private static UpstreamBulkWindow Hour(long start) =>
        new(start, new([new(2, new() { AvgHighPrice = 100, HighPriceVolume = 3 })], 0, null));

    private static Task ResumesAsync(BreakableSite site) => Task.WhenAll(
        site.LogsAsync("Database writes resumed"), site.ReadySaysAsync("\"Healthy\""));

    // The price of each poll is 1 gp higher than that of the poll before.
    private static void AssertNoTickIsMissing(BreakableSite site) => Assert.Equal(
        site.Read<long>("SELECT max(high) - min(high) + 1 FROM ticks WHERE item_id = 2"),
        site.Read<long>("SELECT count(*) FROM ticks WHERE item_id = 2"));

    private static void AssertNoStack(BreakableSite site) => Assert.DoesNotContain("   at ", site.Log, StringComparison.Ordinal);
}
