using PriceStream.Tests.Support;

namespace PriceStream.Tests.Data.Recovery;

/// <summary>
/// A disk that takes no more writes: everybody is served from memory and sees why, and the buffer is stored when there is space again.
/// </summary>
public sealed class UnwritableDatabaseTests
{
    [Fact]
    public async Task On_a_full_disk_pages_and_streams_keep_working_and_writes_resume_without_help()
    {
        using var disk = SmallDisk.Mount(megabytes: 8);
        await using var site = await BreakableSite.StartAsync(disk.Folder);

        disk.Fill();
        await site.LogsAsync($"Database writes suspended, buffering in memory: the disk of {site.Database}");
        await site.GoesOnAsync();
        var page = WithoutEmphasis(await site.PageAsync());
        Assert.Contains("Prices are live but not stored: the disk is full", page, StringComparison.Ordinal);
        Assert.DoesNotContain(site.Folder, page, StringComparison.Ordinal);
        Assert.Contains("full", (string)(await site.ReadyAsync())["checks"]!["database"]!, StringComparison.Ordinal);
        var kept = await site.PriceAsync();

        disk.Free();
        await site.LogsAsync("Database writes resumed: the file is writable again");
        await site.GoesOnAsync();

        await site.ReadySaysAsync("\"Healthy\"");
        Assert.DoesNotContain("not stored", await site.PageAsync(), StringComparison.Ordinal);
        Assert.Equal(1L, site.Read<long>($"SELECT count(*) FROM ticks WHERE item_id = 2 AND high = {kept}"));
        Assert.Equal("ok", site.Read<string>("PRAGMA integrity_check"));
    }

    [Fact]
    public async Task A_site_started_on_a_full_disk_serves_its_last_prices_and_new_ones_and_stores_them_once_there_is_space()
    {
        using var disk = SmallDisk.Mount(megabytes: 8);
        await using var site = await BreakableSite.StartAsync(disk.Folder);
        await site.StopAsync();
        disk.Fill();

        await site.StartAsync();
        Assert.True(await site.PriceAsync() > 0, "the last prices are not there");
        await site.GoesOnAsync();
        await site.ReadySaysAsync("full");
        Assert.Contains("Prices are live but not stored", await site.PageAsync(), StringComparison.Ordinal);

        disk.Free();
        await site.LogsAsync("Database writes resumed");
        await site.ReadySaysAsync("\"Healthy\"");
        Assert.Equal("ok", site.Read<string>("PRAGMA integrity_check"));
    }

    [Fact]
    public async Task A_new_site_on_a_full_disk_serves_from_memory_and_creates_its_file_later()
    {
        using var disk = SmallDisk.Mount(megabytes: 8);
        disk.Fill();
        await using var site = await BreakableSite.StartAsync(disk.Folder);

        await site.GoesOnAsync();
        await site.ReadySaysAsync("Prices are not stored since");

        disk.Free();
        await site.LogsAsync("Database writes resumed");
        Assert.Equal(300L, site.Read<long>("SELECT count(*) FROM items"));
        Assert.Equal(300L, site.Read<long>("SELECT count(*) FROM latest_prices"));
    }

    [Fact]
    public async Task Without_write_permission_the_site_serves_its_last_prices_and_new_ones_and_stores_them_once_permitted()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root", "only root can start the site as another user");
        await using var site = await BreakableSite.StartAsync();
        await site.StopAsync();
        site.Wrapper = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
        site["HOME"] = "/tmp";
        Permit(site.Folder, "a-w,a+rX");

        await site.StartAsync();
        Assert.True(await site.PriceAsync() > 0, "the last prices are not there");
        await site.GoesOnAsync();
        await site.LogsAsync("Database writes suspended");
        await site.ReadySaysAsync("Prices are not stored since");
        Assert.Contains("Prices are live but not stored", await site.PageAsync(), StringComparison.Ordinal);

        Permit(site.Folder, "a+rwX");
        await site.LogsAsync("Database writes resumed");
        await site.ReadySaysAsync("\"Healthy\"");
    }

    private static void Permit(string folder, string mode)
    {
        using var chmod = System.Diagnostics.Process.Start("chmod", ["-R", mode, folder]);
        chmod.WaitForExit();
    }

    private static string WithoutEmphasis(string html) =>
        html.Replace("<strong>", "", StringComparison.Ordinal).Replace("</strong>", "", StringComparison.Ordinal);
}
