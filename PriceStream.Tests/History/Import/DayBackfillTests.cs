using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using PriceStream.Tests.Support;
using PriceStream.Web.Admin;
using PriceStream.Web.History.Import;

namespace PriceStream.Tests.History.Import;

/// <summary>The days of all items are fetched without any item being opened.</summary>
public sealed class DayBackfillTests
{
    private const long Start = FakeUpstream.Start; // a whole hour
    private const long Today = Start / DayMarket.Day * DayMarket.Day;

    [Fact]
    public async Task A_fresh_site_fetches_the_days_last_and_the_newest_first()
    {
        await using var app = await DayMarket.StartAsync(days: 30);

        await app.SyncWindowsAsync();

        var dated = app.Upstream.Asked.Where(asked => asked.Contains("timestamp", StringComparison.Ordinal)).ToList();
        Assert.Equal(467 + 30, dated.Count);
        Assert.Equal(Enumerable.Range(1, 30).Select(ago => $"24h?timestamp={Today - ago * DayMarket.Day}"), dated[^30..]);
        Assert.DoesNotContain("24h", app.Upstream.Asked);
        Assert.Equal(new(30, 30), app.Services.GetRequiredService<WindowSync>().Days);
        Assert.Contains(app.Log.All, line => line.Contains("Stored 30 of 30 days of history", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_site_that_still_fetches_days_does_not_look_unready()
    {
        await using var app = await DayMarket.StartAsync(days: 30, settings: ("Admin:PasswordHash", AdminClient.Hash));
        await RunUntilAsync(app, days: 10);

        var sync = app.Services.GetRequiredService<WindowSync>();
        Assert.Equal((new(467, 467), new(10, 30)), (sync.Progress, sync.Days));
        Assert.Null((await app.GetPageAsync("progress")).QuerySelector("[data-testid=progress]"));
        var facts = app.Services.GetRequiredService<StorageSection>().Facts();
        Assert.Contains(facts, fact => fact is { Name: "Daily history", Value: "10 of 30 days", Warns: false });
        Assert.Equal(10, (await app.HistoryAsync(2, "1y")).Count(row => row!["open"] is null));
    }

    [Fact]
    public async Task A_restart_continues_with_the_days_that_are_missing()
    {
        var folder = Directory.CreateTempSubdirectory("pricestream-").FullName;
        await using (var app = await DayMarket.StartAsync(days: 30, folder))
        {
            await RunUntilAsync(app, days: 12);
        }

        await using var again = await DayMarket.StartAsync(days: 30, folder);
        await again.SyncWindowsAsync();
        Assert.Equal(Enumerable.Range(13, 18).Select(ago => Today - ago * DayMarket.Day), DayMarket.DaysAsked(again));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_day_that_is_not_over_is_not_asked_for_and_each_new_one_once()
    {
        await using var app = await DayMarket.StartAsync(days: 3);
        await app.SyncWindowsAsync();
        Assert.Equal(Today - DayMarket.Day, DayMarket.DaysAsked(app).Max());

        app.Clock.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(Today + DayMarket.Day + 5)); // the last hour has not arrived yet
        DayMarket.Trade(app, "5m", Today + DayMarket.Day - 300);
        await app.SyncWindowsAsync();
        Assert.Equal(3, DayMarket.DaysAsked(app).Count);

        DayMarket.Trade(app, "1h", Today + DayMarket.Day - 3600);
        DayMarket.Trade(app, "24h", Today);
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await app.SyncWindowsAsync();
        app.Clock.Advance(TimeSpan.FromHours(2));
        await app.SyncWindowsAsync();

        Assert.Equal(Today, DayMarket.DaysAsked(app)[^1]);
        Assert.Equal(4, DayMarket.DaysAsked(app).Count);
    }

    [Fact]
    public async Task Days_missed_while_the_site_was_down_are_fetched()
    {
        await using var app = await DayMarket.StartAsync(days: 10);
        await app.SyncWindowsAsync();
        var before = DayMarket.DaysAsked(app).Count;
        app.Clock.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(Start + 5 * DayMarket.Day + 5));
        DayMarket.Arrange(app, Start + 5 * DayMarket.Day, days: 10);

        await app.SyncWindowsAsync();

        Assert.Equal(Enumerable.Range(0, 5).Select(day => Today + (4 - day) * DayMarket.Day), DayMarket.DaysAsked(app)[before..]);
    }

    [Fact]
    public async Task An_empty_day_is_covered_but_the_newest_is_asked_for_again_because_it_may_still_fill()
    {
        await using var app = await DayMarket.StartAsync(days: 5);
        app.Upstream.Windows[("24h", Today - DayMarket.Day)] = [];
        app.Upstream.Windows[("24h", Today - 3 * DayMarket.Day)] = [];
        await app.SyncWindowsAsync();
        Assert.Equal(new(4, 5), app.Services.GetRequiredService<WindowSync>().Days);

        DayMarket.Trade(app, "24h", Today - DayMarket.Day);
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await app.SyncWindowsAsync();

        Assert.Equal(2, DayMarket.DaysAsked(app).Count(time => time == Today - DayMarket.Day));
        Assert.Single(DayMarket.DaysAsked(app), time => time == Today - 3 * DayMarket.Day);
        Assert.Equal(new(5, 5), app.Services.GetRequiredService<WindowSync>().Days);
        Assert.Equal(4, (await app.HistoryAsync(2, "1y")).Count(row => row!["open"] is null));
    }

    [Theory]
    [InlineData(404)]
    [InlineData(500)]
    public async Task A_day_that_fails_is_fetched_later_and_holds_up_nothing_else(int status)
    {
        await using var app = await DayMarket.StartAsync(days: 8);
        var fails = true;
        app.Upstream.Overrides["24h"] = context =>
        {
            var time = long.Parse(context.Request.Query["timestamp"].ToString());
            return fails && time == Today - 4 * DayMarket.Day
                ? FakeUpstream.Text("{}", status: status)(context)
                : FakeUpstream.Text(new JsonObject { ["data"] = DayMarket.Rows(100), ["timestamp"] = time }.ToJsonString())(context);
        };
        await app.SyncWindowsAsync();
        Assert.Equal(new(7, 8), app.Services.GetRequiredService<WindowSync>().Days);

        fails = false;
        app.Clock.Advance(TimeSpan.FromSeconds(61));
        await app.SyncWindowsAsync();

        Assert.Equal(new(8, 8), app.Services.GetRequiredService<WindowSync>().Days);
        Assert.Equal(Today - 4 * DayMarket.Day, DayMarket.DaysAsked(app)[^1]);
    }

    [Fact]
    public async Task A_source_that_has_no_days_is_asked_less_and_less_and_other_windows_go_on()
    {
        await using var app = await DayMarket.StartAsync(days: 60);
        app.Upstream.Overrides["24h"] = FakeUpstream.Text("{}", status: 404);
        await app.SyncWindowsAsync();
        var end = app.Clock.GetUtcNow().AddHours(3);
        while (app.Clock.GetUtcNow() < end)
        {
            await app.SyncWindowsAsync();
            app.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.InRange(DayMarket.DaysAsked(app).Count, 5, 10);
        DayMarket.Trade(app, "5m", end.ToUnixTimeSeconds() / 300 * 300 - 300);
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await app.SyncWindowsAsync();
        Assert.True(app.Services.GetRequiredService<WindowSync>().Progress.IsComplete);
    }

    [Fact]
    public async Task Without_backfill_no_day_is_asked_for()
    {
        await using var app = await DayMarket.StartAsync(days: 0);

        await app.SyncWindowsAsync();

        Assert.Empty(DayMarket.DaysAsked(app));
        Assert.Equal(new(0, 0), app.Services.GetRequiredService<WindowSync>().Days);
    }

    [Fact]
    public async Task A_year_that_has_been_fetched_is_not_fetched_again_after_pruning_and_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("pricestream-").FullName;
        await using (var app = await DayMarket.StartAsync(days: 365, folder))
        {
            await app.SyncWindowsAsync();
            await app.RunAsync<PruneJob>();
            Assert.Equal(364, (await app.HistoryAsync(2, "1y")).Count(row => row!["open"] is null));
        }

        await using var again = await DayMarket.StartAsync(days: 365, folder);
        await again.SyncWindowsAsync();
        Assert.Empty(DayMarket.DaysAsked(again));
        Directory.Delete(folder, recursive: true);
    }

    private static async Task RunUntilAsync(AppFactory app, int days)
    {
        while (DayMarket.DaysAsked(app).Count < days)
        {
            await app.RunAsync<WindowSyncJob>();
            app.Clock.Advance(TimeSpan.FromSeconds(1));
        }
    }
}
