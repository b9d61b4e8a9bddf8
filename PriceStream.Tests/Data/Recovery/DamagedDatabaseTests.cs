using PriceStream.Tests.Support;

namespace PriceStream.Tests.Data.Recovery;

/// <summary>
/// A damaged database file: every request is answered, the damaged file is kept, and the newest sound backup or a new file replaces it.
/// </summary>
public sealed class DamagedDatabaseTests
{
    [Fact]
    public async Task When_the_database_is_damaged_in_use_pages_keep_working_and_a_new_file_is_written_from_memory()
    {
        await using var site = await BreakableSite.StartAsync();
        await using var stream = await SseReader.ConnectAsync(site.Http, "?items=2");

        await DamageAsync(site);
        await site.LogsAsync($"Database writes suspended, buffering in memory: the database file {site.Database} is damaged");
        await site.LogsAsync($"Database writes resumed: the damaged file is kept as {site.Database}.damaged-");
        Assert.Contains("there is no sound backup, a new file replaced it", site.Log, StringComparison.Ordinal);

        await stream.NextAsync("price-update"); // the same stream all the time
        await site.GoesOnAsync();
        await site.ReadySaysAsync("\"Healthy\"");
        Assert.Equal("ok", site.Read<string>("PRAGMA integrity_check"));
        Assert.Equal(300L, site.Read<long>("SELECT count(*) FROM items"));
        Assert.Single(Directory.GetFiles(site.Folder, "prices.db.damaged-*Z"));
    }

    [Fact]
    public async Task When_the_database_is_damaged_in_use_the_newest_sound_backup_replaces_it()
    {
        await using var site = await BreakableSite.StartAsync();
        site.LeaveMark();
        var (code, output) = await site.CommandAsync("--backup");
        Assert.True(code == 0, output);

        await DamageAsync(site);
        await site.LogsAsync($"the newest sound backup, {site.Backups}/prices-");

        await site.GoesOnAsync();
        Assert.True(site.HasMark(), "what was backed up is not there");
        Assert.Equal("ok", site.Read<string>("PRAGMA integrity_check"));
    }

    [Theory]
    [InlineData(0, 64)] // no database at all
    [InlineData(4096, 1 << 20)] // its tables
    public async Task When_the_database_is_damaged_at_the_start_the_newest_sound_backup_replaces_it(int from, int length)
    {
        await using var site = await BreakableSite.StartAsync();
        Assert.Equal(0, (await site.CommandAsync("--backup")).Code);
        await site.StopAsync();
        var sound = Directory.GetFiles(site.Backups, "*.db").Single();
        var newer = Path.Combine(site.Backups, "prices-20990101T000000Z.db");
        File.Copy(sound, newer);
        Overwrite(newer, from: 4096, length: 8192);
        Overwrite(site.Database, from: from, length: length);

        await site.StartAsync();
        Assert.Contains($"the newest sound backup, {sound}, replaced it", site.Log, StringComparison.Ordinal);
        Assert.Contains($"The backup {newer} is damaged", site.Log, StringComparison.Ordinal);
        await site.GoesOnAsync();
        await site.ReadySaysAsync("\"Healthy\"");
        Assert.Single(Directory.GetFiles(site.Folder, "prices.db.damaged-*Z"));
    }

    [Fact]
    public async Task Damage_in_unread_pages_is_found_by_every_backup_and_after_an_unclean_shutdown()
    {
        await using var site = await BreakableSite.StartAsync();
        await site.StopAsync();
        var pages = site.Read<long>("PRAGMA page_count");
        site.Read<long>("""
            CREATE TABLE far_away (text TEXT);
            INSERT INTO far_away WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200)
                SELECT printf('%.3000c', 'x') FROM n;
            SELECT 0
            """);
        Overwrite(site.Database, from: (int)(pages + 2) * 4096, length: 4096);

        await site.StartAsync();
        await site.HasPricesAsync();
        var (code, output) = await site.CommandAsync("--backup");
        Assert.Equal(2, code);
        Assert.Contains("Backup failed: ", output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(site.Backups, "*.db*"));
        await site.KillAsync();

        await site.StartAsync();
        await site.LogsAsync("Database writes resumed: the damaged file is kept as");
        await site.GoesOnAsync();
    }

    // The log first goes into the file, so that all pages are there; then every page but the first is overwritten. Connections that are
    // open keep what they have read: many requests at once open others.
    private static async Task DamageAsync(BreakableSite site)
    {
        site.Read<long>("PRAGMA wal_checkpoint(PASSIVE)");
        Overwrite(site.Database, from: 4096, length: (int)new FileInfo(site.Database).Length - 4096);
        await Eventually.TrueAsync(async () =>
        {
            var pages = await Task.WhenAll(Enumerable.Range(1, 20).Select(item => site.PageAsync($"items/{item}/item-{item}?period=7d")));
            Assert.All(pages, page => Assert.Contains("Item ", page, StringComparison.Ordinal)); // nobody is turned away
            return site.Log.Contains("is damaged", StringComparison.Ordinal);
        }, "the damage is found");
    }

    private static void Overwrite(string file, int from, int length)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        stream.Position = from;
        var noise = new byte[Math.Min(length, stream.Length - from)];
        new Random(1).NextBytes(noise);
        stream.Write(noise);
    }
}
