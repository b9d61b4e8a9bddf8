using PriceStream.Tests.Support;

namespace PriceStream.Tests.Hosting;

/// <summary>The same start command twice, on one database.</summary>
public sealed class SecondProcessTests
{
    [Fact]
    public async Task Without_a_relay_the_second_process_ends_with_exit_code_1_and_one_line()
    {
        await using var first = await BreakableSite.StartAsync();

        var (code, output, error) = await StartAnotherAsync(first);

        Assert.Equal(1, code);
        Assert.Equal(
            $"PriceStream did not start: another process serves the database {first.Database}. "
            + "Stop it first, or set ConnectionStrings__Redis for both",
            Assert.Single(error.TrimEnd().Split('\n')));
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        await first.GoesOnAsync();
    }

    [Fact]
    public async Task A_relay_only_in_the_second_process_does_not_help()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var first = await BreakableSite.StartAsync();

        var (code, _, error) = await StartAnotherAsync(first, ("ConnectionStrings__Redis", redis.Address));

        Assert.Equal(1, code);
        Assert.Contains("another process serves the database", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_relay_both_processes_run()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var first = await BreakableSite.CreateAsync();
        first["ConnectionStrings__Redis"] = redis.Address;
        await first.StartAsync();
        await first.HasPricesAsync();
        await using var second = await BreakableSite.CreateAsync(first.Folder);
        second["ConnectionStrings__Redis"] = redis.Address;
        await second.StartAsync();

        await second.HasPricesAsync();
        await Task.WhenAll(first.GoesOnAsync(), second.GoesOnAsync());
        Assert.Equal(0, second.Polls);
    }

    [Fact]
    public async Task A_killed_process_leaves_no_lock_behind()
    {
        await using var site = await BreakableSite.StartAsync();
        await site.KillAsync();

        await site.StartAsync();
        await site.GoesOnAsync();
    }

    [Fact]
    public async Task A_start_waits_for_a_process_that_is_stopping()
    {
        await using var site = await BreakableSite.StartAsync();
        await using var next = await BreakableSite.CreateAsync(site.Folder);

        next.Launch();
        await next.LogsAsync("Settings at their defaults");
        await site.StopAsync();

        await next.LogsAsync("Now listening on");
    }

    [Fact]
    public async Task Commands_work_beside_a_running_site()
    {
        await using var site = await BreakableSite.StartAsync();

        var (code, output) = await site.CommandAsync("--backup");

        Assert.True(code == 0, output);
        await site.GoesOnAsync();
    }

    private static Task<(int Code, string Output, string Error)> StartAnotherAsync(
        BreakableSite site, params (string Key, string Value)[] settings)
    {
        var start = SiteProcess.Info(site.Folder);
        foreach (var (key, value) in ((string Key, string Value)[])[("Upstream__BaseAddress", site.Upstream.Address), .. settings])
        {
            start.Environment[key] = value;
        }

        return SiteProcess.RunAsync(start);
    }
}
