using PriceStream.Tests.Support;

namespace PriceStream.Tests.Data.Postgres.Faults;

/// <summary>PostgreSQL is stopped, hangs or is replaced by its standby: pages answer, the stream goes on, and no tick is lost.</summary>
public sealed class OutageTests
{
    [Fact]
    public async Task Stopped_under_load_it_costs_no_page_no_tick_and_one_line_each_way()
    {
        await using var sites = await PostgresSites.StartAsync(instances: 2);
        await using var load = PageLoad.On(sites.All);
        await sites.PollsAsync(1);

        await sites.Server.StopAsync();
        await sites.PollsAsync(2);
        await sites.AreDegradedAsync();
        await sites.PollsAsync(1);
        await sites.Server.GoOnAsync();
        await sites.RecoverAsync();

        await sites.HaveLostNothingAsync();
        await load.EndAsync();
        Report(sites, load);
        Assert.True(load.Unread > 0);
    }

    [Fact]
    public async Task Suspended_under_load_it_costs_no_page_and_the_site_recovers_when_it_wakes()
    {
        await using var sites = await PostgresSites.StartAsync(instances: 2);
        await using var load = PageLoad.On(sites.All);
        await sites.PollsAsync(1);

        await sites.Server.SuspendAsync();
        var suspended = TimeProvider.System.GetTimestamp();
        foreach (var site in sites.All)
        {
            await Eventually.TrueAsync(
                () => site.Log.Contains("Database writes suspended", StringComparison.Ordinal), "it notices", TimeSpan.FromSeconds(30));
        }

        await sites.AreDegradedAsync();
        TestContext.Current.TestOutputHelper?.WriteLine($"Degraded after {TimeProvider.System.GetElapsedTime(suspended)}");
        await sites.Server.WakeAsync();
        foreach (var site in sites.All)
        {
            await site.ReadySaysAsync("\"status\":\"Healthy\"");
        }

        await sites.PollsAsync(2);
        await load.EndAsync();
        Report(sites, load);
    }

    [Fact]
    public async Task Failed_over_to_its_standby_the_ids_go_on_and_nothing_is_lost()
    {
        await using var sites = await PostgresSites.CreateAsync();
        await using var standby = await sites.Server.StartStandbyAsync();
        sites.Connection.Host = $"{sites.Server.Host}:{sites.Server.Port},{standby.Host}:{standby.Port}";
        await sites.StartAsync(instances: 2);
        await sites.PollsAsync(1);
        await sites.RunAsync("ALTER SYSTEM SET synchronous_standby_names = '*'");
        await sites.RunAsync("SELECT pg_reload_conf()");
        await sites.PollsAsync(2);

        await sites.Server.DieAsync();
        await sites.PollsAsync(1);
        await sites.AreDegradedAsync();
        await standby.ExecuteAsync("postgres", "SELECT pg_promote()");
        await sites.RecoverAsync();

        await sites.PollsAsync(2);
        foreach (var stream in sites.Streams)
        {
            await stream.HasAsync(1000 + sites.One.Polls);
            stream.AssertComplete();
        }

        var stored = (long[])(await standby.ExecuteAsync(
            PostgresSites.Database, "SELECT array_agg(high ORDER BY time) FROM ticks WHERE item_id = 2"))!;
        Assert.Equal(Enumerable.Range(0, stored.Length).Select(poll => stored[0] + poll), stored);
    }

    private static void Report(PostgresSites sites, PageLoad load)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{load}, {sites.One.Polls} polls");
    }
}
