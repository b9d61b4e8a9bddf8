using PriceStream.Tests.Support;

namespace PriceStream.Tests.Data.Recovery;

/// <summary>A database file that is deleted, or that another file takes the place of, while the site runs.</summary>
public sealed class MovedDatabaseTests
{
    [Fact]
    public async Task A_database_deleted_in_use_is_written_again_and_nothing_is_lost()
    {
        await using var site = await BreakableSite.StartAsync();
        site.LeaveMark();

        foreach (var file in Directory.GetFiles(site.Folder, "prices.db*"))
        {
            File.Delete(file);
        }

        await site.LogsAsync("Database writes resumed: the file was written again from its open connection, nothing is lost");
        await site.GoesOnAsync();
        await site.ReadySaysAsync("\"Healthy\"");
        var last = await site.PriceAsync();
        Assert.Equal("ok", site.Read<string>("PRAGMA integrity_check"));
        Assert.True(site.HasMark(), "what was stored is not there any more");
        Assert.InRange(site.Read<long>("SELECT max(high) FROM latest_prices WHERE item_id = 2"), last, long.MaxValue);
    }

    [Fact]
    public async Task When_only_the_database_file_is_deleted_its_old_log_never_goes_into_the_new_file()
    {
        await using var site = await BreakableSite.StartAsync();
        File.Delete(site.Database);

        await site.LogsAsync("nothing is lost");
        await site.GoesOnAsync();
        await site.KillAsync();
        await site.StartAsync();
        await site.GoesOnAsync();
        Assert.Equal("ok", site.Read<string>("PRAGMA integrity_check"));
    }

    [Fact]
    public async Task Another_PriceStream_database_in_its_place_is_used_and_receives_the_newest_prices()
    {
        await using var site = await BreakableSite.StartAsync();
        Assert.Equal(0, (await site.CommandAsync("--backup")).Code);
        var before = await site.PriceAsync();

        File.Move(Directory.GetFiles(site.Backups, "*.db").Single(), site.Database, overwrite: true);

        await site.LogsAsync("Database writes resumed: another database of this site has its name, and is used from now on");
        await site.GoesOnAsync();
        Assert.InRange(site.Read<long>("SELECT high FROM latest_prices WHERE item_id = 2"), before, long.MaxValue);
        Assert.Equal("ok", site.Read<string>("PRAGMA integrity_check"));
    }

    [Fact]
    public async Task Another_programs_database_in_its_place_is_left_alone_and_nothing_is_lost_once_it_is_gone()
    {
        await using var site = await BreakableSite.StartAsync();
        site.LeaveMark();
        var other = Path.Combine(site.Folder, "other.db");
        site.Read<long>("CREATE TABLE theirs (id); INSERT INTO theirs VALUES (7); SELECT 0", Create(other));
        File.Move(other, site.Database, overwrite: true);

        await site.LogsAsync("is another program's database now. Move it away");
        await site.GoesOnAsync();
        Assert.Contains("Prices are live but not stored", await site.PageAsync(), StringComparison.Ordinal);

        File.Move(site.Database, other);
        await site.LogsAsync("Database writes resumed");
        await site.GoesOnAsync();
        Assert.True(site.HasMark(), "what was stored is not there any more");
        Assert.Equal(7L, site.Read<long>("SELECT id FROM theirs", other));
    }

    [Fact]
    public async Task The_site_does_not_start_on_another_programs_database()
    {
        await using var site = await BreakableSite.CreateAsync();
        site.Read<long>("CREATE TABLE theirs (id); SELECT 0", Create(site.Database));

        site.Launch();
        Assert.Equal(1, await site.EndAsync());
        await site.LogsAsync($"PriceStream did not start: The file {site.Database} is another program's database.");
        Assert.DoesNotContain("   at ", site.Log, StringComparison.Ordinal);
    }

    private static string Create(string file)
    {
        File.WriteAllBytes(file, []);
        return file;
    }
}
