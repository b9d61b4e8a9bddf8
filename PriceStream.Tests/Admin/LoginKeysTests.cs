using System.Net;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Admin;

/// <summary>Logins where the keys that protect them cannot be stored.</summary>
public sealed class LoginKeysTests
{
    private const string Warning = "The keys for logins cannot be stored in ";

    [Fact]
    public async Task In_a_folder_without_write_permission_the_site_starts_and_a_login_works_with_keys_in_memory()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root", "only root can start the site as another user");
        await using var site = await CreateSiteAsync();
        site.Wrapper = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
        site["HOME"] = "/tmp";
        await SiteProcess.RunAsync("chmod", ["555", site.Folder]);

        await site.StartAsync();
        using var client = await AdminClient.LogInAsync(site.Http.BaseAddress!);

        Assert.Equal(HttpStatusCode.OK, await client.StatusAsync("admin"));
        Assert.Single(site.Log.Split('\n'), line => line.Contains(Warning, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", site.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_a_full_disk_a_login_works_with_keys_in_memory()
    {
        using var disk = SmallDisk.Mount(megabytes: 8);
        disk.Fill();
        await using var site = await CreateSiteAsync(disk.Folder);

        await site.StartAsync();
        using var client = await AdminClient.LogInAsync(site.Http.BaseAddress!);

        Assert.Equal(HttpStatusCode.OK, await client.StatusAsync("admin"));
        Assert.Single(site.Log.Split('\n'), line => line.Contains(Warning, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_damaged_key_file_ends_logins_and_nothing_else()
    {
        await using var site = await CreateSiteAsync();
        await site.StartAsync();
        (await AdminClient.LogInAsync(site.Http.BaseAddress!)).Dispose();
        await site.StopAsync();
        foreach (var key in Directory.GetFiles(Path.Combine(site.Folder, "keys"), "*.xml"))
        {
            await File.WriteAllTextAsync(key, "", TestContext.Current.CancellationToken); // as after a power failure
        }

        await site.StartAsync();
        using var client = await AdminClient.LogInAsync(site.Http.BaseAddress!);

        Assert.Equal(HttpStatusCode.OK, await client.StatusAsync("admin"));
        Assert.Contains("Skipped a key for logins", site.Log, StringComparison.Ordinal);
    }

    private static async Task<BreakableSite> CreateSiteAsync(string? folder = null)
    {
        var site = await BreakableSite.CreateAsync(folder);
        site["Admin__PasswordHash"] = AdminClient.Hash;
        return site;
    }
}
