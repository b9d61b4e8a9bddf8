using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PriceStream.Tests.Support;
using PriceStream.Web.Data;
using PriceStream.Web.Data.Sqlite;
using PriceStream.Web.History;
using PriceStream.Web.History.Import;

namespace PriceStream.Tests.History.Import;

/// <summary>Rolling windows up, and pruning them.</summary>
public sealed class RollUpTests
{
    private const long Day = (FakeUpstream.Start / 86_400 + 1) * 86_400; // the start of the first whole day

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hours_roll_up_into_closed_six_hour_and_daily_windows()
    {
        await using var app = await StartAsync();
        await HourAsync(app, hour: 0, price: 100, volume: 3);
        await HourAsync(app, hour: 5, price: 201, volume: 1);
        app.Clock.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(Day + 6 * 3600));
        await app.RunAsync<RollUpJob>();
        Assert.Equal([(3600, Day, 100, 3), (3600, Day + 5 * 3600, 201, 1), (21_600, Day, 125, 4)], await WindowsAsync(app));

        await HourAsync(app, hour: 23, price: 300, volume: 6);
        app.Clock.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(Day + 86_400));
        await app.RunAsync<RollUpJob>();

        Assert.Equal(
            [(21_600, Day, 125, 4), (21_600, Day + 64_800, 300, 6), (86_400, Day, 230, 10)],
            (await WindowsAsync(app)).Where(window => window.Step > 3600));
        Assert.Equal(86_400, (await FetchedAsync(app)).Min(window => window.RolledInto));
    }

    [Fact]
    public async Task A_late_hour_is_added_to_the_windows_that_contain_it()
    {
        await using var app = await StartAsync();
        await HourAsync(app, hour: 0, price: 100, volume: 1);
        app.Clock.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(Day + 2 * 86_400));
        await app.RunAsync<RollUpJob>();
        await HourAsync(app, hour: 1, price: 200, volume: 1);
        await app.RunAsync<RollUpJob>();

        Assert.Contains((86_400, Day, 150L, 2L), await WindowsAsync(app));
        Assert.Contains((21_600, Day, 150L, 2L), await WindowsAsync(app));
    }

    [Fact]
    public async Task An_hour_missing_upstream_is_rolled_up_from_five_minute_windows_and_then_into_the_day()
    {
        await using var app = await StartAsync();
        var store = app.Services.GetRequiredService<WindowWriter>();
        await store.SaveAsync(Resolution.FiveMinutes, Bulk(Day, price: 100, volume: 1), counts: true, Stop);
        await store.SaveAsync(Resolution.FiveMinutes, Bulk(Day + 300, price: 103, volume: 1), counts: true, Stop);
        app.Clock.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(Day + 3600));
        await app.RunAsync<RollUpJob>();
        Assert.DoesNotContain(await WindowsAsync(app), window => window.Step == 3600); // the upstream's own hour may still arrive

        app.Clock.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(Day + 2 * 86_400));
        await app.RunAsync<RollUpJob>();

        Assert.Equal(
            [(3600, Day, 102, 2), (21_600, Day, 102, 2), (86_400, Day, 102, 2)],
            (await WindowsAsync(app)).Where(window => window.Step > 300));
    }

    [Fact]
    public async Task A_window_from_the_upstream_replaces_a_rolled_up_one_and_never_the_other_way_round()
    {
        await using var app = await StartAsync();
        var store = app.Services.GetRequiredService<WindowWriter>();
        await store.SaveAsync(2, Resolution.Days, [new() { Timestamp = Day, AvgHighPrice = 777, HighPriceVolume = 9 }], Day, Stop);
        await HourAsync(app, hour: 0, price: 100, volume: 1);
        app.Clock.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(Day + 86_400));
        await app.RunAsync<RollUpJob>();
        Assert.Contains((86_400, Day, 777L, 9L), await WindowsAsync(app));

        await store.SaveAsync(2, Resolution.SixHours, [new() { Timestamp = Day, AvgHighPrice = 555, HighPriceVolume = 8 }], Day, Stop);

        Assert.Contains((21_600, Day, 555L, 8L), await WindowsAsync(app));
    }

    [Fact]
    public async Task Any_job_may_run_twice_without_harm()
    {
        await using var app = await StartAsync();
        await HourAsync(app, hour: 0, price: 100, volume: 1);
        app.Clock.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(Day + 86_400));
        await app.RunAsync<RollUpJob>();
        var once = await WindowsAsync(app);
        await HourAsync(app, hour: 0, price: 100, volume: 1);
        await app.RunAsync<RollUpJob>();
        await app.RunAsync<RollUpJob>();
        await app.RunAsync<PruneJob>();
        await app.RunAsync<CheckpointJob>();

        Assert.Equal(once, await WindowsAsync(app));
    }

    [Fact]
    public void Every_resolution_is_kept_for_longer_than_any_period_reads_it()
    {
        foreach (var period in ChartPeriod.All)
        {
            foreach (var resolution in (Resolution?[])[period.Resolution, period.Resolution.Wider])
            {
                // One bucket and one window more than the period, because the newest closed windows may not be stored yet.
                var kept = resolution is null ? null : Retention.Of(resolution);
                Assert.True(
                    kept is null || period.Length is { } length && kept.Value.TotalSeconds >= length + period.BucketSeconds + 3600,
                    $"{period.Key} reads {resolution?.Name}, which is kept for {kept}");
            }
        }

        Assert.Null(Retention.Of(Resolution.Days));
    }

    [Fact]
    public async Task Pruning_deletes_exactly_the_windows_past_their_retention()
    {
        await using var app = await StartAsync();
        var store = app.Services.GetRequiredService<WindowWriter>();
        var newest = Day + 400 * 86_400L;
        foreach (var resolution in Resolution.Windows)
        {
            var kept = (long)(Retention.Of(resolution) ?? TimeSpan.FromDays(400)).TotalSeconds;
            foreach (var time in (long[])[newest - kept - resolution.Seconds, newest - kept, newest])
            {
                await store.SaveAsync([(2, new(resolution.WindowOf(time), resolution.Seconds, 1, 1, 1, 1))], WindowOrigin.Bulk, Stop);
            }
        }

        await store.SaveAsync(Resolution.FiveMinutes, Bulk(newest, price: 1, volume: 1), counts: true, Stop);
        app.Clock.SetAhead(DateTimeOffset.FromUnixTimeSeconds(newest + 300) - app.Clock.GetUtcNow());
        await app.RunAsync<PruneJob>();

        Assert.Equal(
            [(300, 2), (3600, 2), (21_600, 2), (86_400, 3)],
            (await WindowsAsync(app)).GroupBy(window => window.Step).Select(step => (step.Key, step.Count())));
    }

    private static async Task<AppFactory> StartAsync()
    {
        var app = await AppFactory.StartAsync();
        await app.RefreshCatalogueAsync();
        return app;
    }

    private static Task<int> HourAsync(AppFactory app, int hour, long price, long volume) =>
        app.Services.GetRequiredService<WindowWriter>().SaveAsync(Resolution.Hours, Bulk(Day + hour * 3600, price, volume), true, Stop);

    private static PriceStream.Web.Upstream.UpstreamBulkWindow Bulk(long time, long price, long volume) =>
        new(time, new([new(2, new() { AvgHighPrice = price, HighPriceVolume = volume })], 0, null));

    private static async Task<List<(int Step, long Time, long? High, long Volume)>> WindowsAsync(AppFactory app)
    {
        await using var db = await app.OpenDatabaseAsync();
        var rows = await db.Windows.AsNoTracking().OrderBy(row => row.Step).ThenBy(row => row.Time).ToListAsync(Stop);
        return rows.ConvertAll(row => (row.Step, row.Time, row.High, row.HighVolume));
    }

    private static async Task<List<FetchedWindowRow>> FetchedAsync(AppFactory app)
    {
        await using var db = await app.OpenDatabaseAsync();
        return await db.FetchedWindows.AsNoTracking().ToListAsync(Stop);
    }
}
