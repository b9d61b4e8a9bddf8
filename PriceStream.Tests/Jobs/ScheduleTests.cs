using Coravel.Scheduling.Schedule.Event;
using Microsoft.Extensions.DependencyInjection;
using PriceStream.Tests.Support;
using PriceStream.Web;
using PriceStream.Web.Data.Recovery;
using PriceStream.Web.Jobs;

namespace PriceStream.Tests.Jobs;

/// <summary>The table of jobs: the scheduler and the administrator's page are both made from it.</summary>
public sealed class ScheduleTests
{
    [Fact]
    public async Task The_scheduler_runs_every_job_exactly_when_its_next_run_is_due()
    {
        await using var app = await AppFactory.StartAsync();
        foreach (var plan in Schedule.Table(app.Services))
        {
            var now = app.Clock.GetUtcNow();
            for (var run = 0; run < 3; run++)
            {
                var next = plan.Cadence.Next(now);
                Assert.True(next > now, plan.Name);
                Assert.True(IsStarted(app, plan, next.Value), $"{plan.Name} is not started at {next:u}");
                for (var second = now.AddSeconds(1); second < next && plan.Name != "BackupJob"; second = second.AddSeconds(1))
                {
                    Assert.False(IsStarted(app, plan, second), $"{plan.Name} is started at {second:u} already");
                }

                now = next.Value;
            }
        }
    }

    [Theory]
    [InlineData("1")]
    [InlineData("7")]
    [InlineData("25")]
    [InlineData("59")]
    [InlineData("120")]
    [InlineData("5400")]
    public async Task Polls_start_exactly_when_the_page_says_whatever_the_interval(string pollSeconds)
    {
        await using var app = await AppFactory.StartAsync(("Upstream:PollSeconds", pollSeconds));
        var plan = Schedule.Table(app.Services).Single(plan => plan.Name == "PricePollJob");
        var now = app.Clock.GetUtcNow();
        for (var second = now.AddSeconds(1); second < now.AddHours(2); second = second.AddSeconds(1))
        {
            Assert.Equal(plan.Cadence.Next(second.AddSeconds(-1)) == second, IsStarted(app, plan, second));
        }
    }

    [Fact]
    public async Task The_page_shows_every_job_with_its_cadence_and_next_run()
    {
        await using var app = await AdminClient.StartSiteAsync();
        using var client = await AdminClient.LogInAsync(app);

        var rows = (await client.GetAsync("admin")).QuerySelectorAll("[data-job]");

        var expected = Schedule.Table(app.Services).OrderBy(plan => plan.Name, StringComparer.Ordinal);
        Assert.Equal(expected.Select(plan => (plan.Name, plan.Cadence.Text)),
            rows.Select(row => (row.GetAttribute("data-job")!, row.QuerySelector("small")!.TextContent)));
        var next = rows.Select(row => row.QuerySelector("[data-label=Next]")!.TextContent);
        Assert.All(next, time => Assert.DoesNotContain("–", time, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_job_keeps_the_cadence_text_that_administrators_know()
    {
        await using var app = await AppFactory.StartAsync(("Upstream:PollSeconds", "1"), ("Backup:Hour", "4"));

        Assert.Equal(
        [
            ("FirstSync", "until the catalogue is loaded"),
            ("CatalogueRefreshJob", "every 6 h"),
            ("PricePollJob", "every 1 s"),
            ("WindowSyncJob", "every second"),
            ("ItemBackfillJob", "every second"),
            ("RecentMarketJob", "every 5 s"),
            ("RollUpJob", "every minute"),
            ("PruneJob", "at 40 past each hour"),
            ("CheckpointJob", "every 10 s"),
            ("StorageJob", "every 2 s"),
            ("BackupJob", "daily at 04:00 UTC"),
        ], Schedule.Table(app.Services).Select(plan => (plan.Name, plan.Cadence.Text)));
    }

    [Fact]
    public async Task With_nightly_backups_off_a_backup_runs_only_when_asked()
    {
        await using var app = await AppFactory.StartAsync(("Backup:Enabled", "false"));

        var backup = Schedule.Table(app.Services).Single(plan => plan.Name == "BackupJob");

        Assert.Equal(("when asked", false), (backup.Cadence.Text, backup.Cadence.IsScheduled));
        Assert.Null(backup.Cadence.Next(app.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task Only_the_first_sync_runs_until_the_catalogue_is_loaded_and_then_the_polls()
    {
        await using var app = await AppFactory.StartAsync();
        var plans = Schedule.Table(app.Services).ToDictionary(plan => plan.Name);
        bool MayRun(string name) => plans[name].MayRun(app.Clock.GetUtcNow());
        Assert.Equal((true, false, false), (MayRun("FirstSync"), MayRun("PricePollJob"), MayRun("WindowSyncJob")));

        await app.RefreshCatalogueAsync();
        app.Clock.Advance(TimeSpan.FromSeconds(1)); // requests share the seconds

        Assert.Equal((false, true, true), (MayRun("FirstSync"), MayRun("PricePollJob"), MayRun("WindowSyncJob")));
        Assert.Null(plans["FirstSync"].Cadence.Next(app.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task While_the_database_cannot_be_written_housekeeping_waits_and_polls_continue()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        app.Services.GetRequiredService<StorageState>().Report(StorageFailureKind.Unwritable, "the disk is full");
        app.Clock.Advance(TimeSpan.FromSeconds(1)); // requests share the seconds

        var waiting = Schedule.Table(app.Services).Where(plan => !plan.MayRun(app.Clock.GetUtcNow())).Select(plan => plan.Name);

        Assert.Equal(["FirstSync", "RollUpJob", "PruneJob", "CheckpointJob", "BackupJob"], waiting);
    }

    // The scheduler's own answer, and the row's where its rule is coarser than its cadence. A daily job's row asks the job.
    // The scheduler asks rules of minutes at the full minute only.
    private static bool IsStarted(AppFactory app, JobPlan plan, DateTimeOffset second)
    {
        var scheduled = ScheduledEvent.WithInvocableType(plan.Invocable, app.Services.GetRequiredService<IServiceScopeFactory>());
        Schedule.Apply(scheduled, plan, app.Clock);
        return scheduled.IsDue(second.UtcDateTime)
            && (second.Second == 0 || !scheduled.IsScheduledCronBasedTask())
            && (plan.Name == "BackupJob" || plan.Cadence.IsDue(second));
    }
}
