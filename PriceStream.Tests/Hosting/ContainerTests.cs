using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Hosting;

/// <summary>The image, without a container engine: its Dockerfile, and the published site confined as a container would be.</summary>
public sealed partial class ContainerTests : IDisposable
{
    private const string Configuration =
#if DEBUG
        "Debug";
#else
        "Release";
#endif

    private readonly string folder = Directory.CreateTempSubdirectory("pricestream-").FullName;

    [Fact]
    public void The_image_does_not_run_as_root_stops_on_SIGTERM_and_checks_its_own_health()
    {
        var last = Repository.Read("Dockerfile").ReplaceLineEndings("\n").Replace("\\\n", "", StringComparison.Ordinal)
            .Split("\nFROM ")[^1].Split('\n');

        Assert.EndsWith("-chiseled", last[0], StringComparison.Ordinal);
        Assert.DoesNotContain(last, line => line.StartsWith("RUN", StringComparison.Ordinal)); // the base image has no shell
        Assert.Contains("USER 1654", last);
        Assert.Contains("STOPSIGNAL SIGTERM", last);
        Assert.Contains("VOLUME /data", last);
        var check = Assert.Single(last, line => line.StartsWith("HEALTHCHECK", StringComparison.Ordinal));
        Assert.EndsWith("CMD [\"/app/PriceStream.Web\", \"--healthcheck\"]", check, StringComparison.Ordinal);
        Assert.Contains("ENTRYPOINT [\"/app/PriceStream.Web\"]", last);
    }

    [Fact]
    public async Task Confined_to_its_data_and_tmp_without_capabilities_the_site_serves_is_healthy_and_stops()
    {
        var app = Path.Combine(folder, "app");
        var data = Directory.CreateDirectory(Path.Combine(folder, "data")).FullName;
        await SkipUnlessConfinedAsync(data);
        var (published, output) = await SiteProcess.RunAsync(
            "dotnet", ["publish", Repository.WebFolder, "-c", Configuration, "--no-build", "--nologo", "-v", "q", "-o", app]);
        Assert.True(published == 0, output);

        await using var site = await SiteProcess.StartAsync(Confined(data, app, "/srv/PriceStream.Web"));
        await site.HasPricesAsync();
        var page = await GetAsync("?search=abyssal");
        Assert.Contains("Abyssal whip", page, StringComparison.Ordinal);
        Assert.NotEmpty(await GetAsync(StyleSheet().Match(page).Groups[1].Value));
        Assert.NotEmpty(Directory.GetFiles(data, "*.db"));

        var status = await File.ReadAllLinesAsync($"/proc/{site.Id}/status", TestContext.Current.CancellationToken);
        Assert.Contains("Uid:\t1654\t1654\t1654\t1654", status);
        Assert.All((string[])["CapEff", "CapPrm", "CapBnd"], set => Assert.Contains($"{set}:\t0000000000000000", status));
        Assert.Contains("NoNewPrivs:\t1", status);

        var check = Confined(data, app, "/srv/PriceStream.Web", "--healthcheck", "--urls", site.Address.ToString());
        Assert.Equal(0, (await SiteProcess.RunAsync(check.FileName, [.. check.ArgumentList])).Code);
        Assert.DoesNotContain(site.Lines,
            line => line.Contains(" warn: ", StringComparison.Ordinal) || line.Contains(" fail: ", StringComparison.Ordinal));
        await using var stream = await SseReader.ConnectAsync(site.Http);
        var (code, time) = await site.StopAsync();
        Assert.Equal(0, code);
        Assert.InRange(time.TotalSeconds, 0, 5);

        Task<string> GetAsync(string path) =>
            site.Http.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    // A read-only root file system, a /tmp of its own, the data, and no capabilities.
    private static ProcessStartInfo Confined(string data, string app, params string[] command) => new("bwrap",
    [
        "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--perms", "1777", "--tmpfs", "/tmp",
        "--ro-bind", app, "/srv", "--ro-bind", Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../..")), "/opt",
        "--bind", data, "/mnt", "--chdir", "/srv",
        "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID", "--cap-add", "CAP_SETPCAP",
        "--clearenv", "--setenv", "PATH", "/usr/bin:/bin", "--setenv", "DOTNET_ROOT", "/opt", "--setenv", "HOME", "/home/app",
        "--setenv", "DOTNET_RUNNING_IN_CONTAINER", "true",
        "--setenv", "ASPNETCORE_URLS", "http://127.0.0.1:0", "--setenv", "Upstream__Mode", "Demo",
        "--setenv", "ConnectionStrings__PriceStream", "Data Source=/mnt/pricestream.db",
        "setpriv", "--reuid", "1654", "--regid", "1654", "--clear-groups", "--bounding-set=-all", "--inh-caps=-all",
        "--no-new-privs", .. command,
    ]);

    private static async Task SkipUnlessConfinedAsync(string data)
    {
        Assert.SkipUnless(Environment.UserName == "root", "only root can become another user and make the root folder read-only");
        await SiteProcess.RunAsync("chmod", ["777", data]);
        var probe = Confined(data, data, "sh", "-c", "touch /tmp/x /mnt/x && rm /mnt/x && ! touch /etc/x /srv/x 2>/dev/null");
        var (code, output) = await SiteProcess.RunAsync(probe.FileName, [.. probe.ArgumentList]);
        Assert.SkipUnless(code == 0, "this machine does not let a test make its root folder read-only: " + output);
    }

    [GeneratedRegex("""<link rel="stylesheet" href="([^"]+)">""")]
    private static partial Regex StyleSheet();
}
