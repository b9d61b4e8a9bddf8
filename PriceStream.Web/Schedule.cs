using Coravel;
using PriceStream.Web.Data.Backup;
using PriceStream.Web.Data.Recovery;
using PriceStream.Web.Data.Sqlite;
using PriceStream.Web.History.Import;
using PriceStream.Web.Items;
using PriceStream.Web.Jobs;
using PriceStream.Web.Prices;
using PriceStream.Web.Upstream;

namespace PriceStream.Web;

/// <summary>Every job and its cadence. Here their exceptions are logged: Coravel would swallow them.</summary>
public static partial class Schedule
{
    public static void AddSchedule(this IServiceCollection services)
    {
        services.AddScheduler();
        services.AddTransient<FirstSync>();
    }

    public static void UseSchedule(this WebApplication app)
    {
        var pollSeconds = app.Services.GetRequiredService<UpstreamOptions>().PollSeconds;
        var clock = app.Services.GetRequiredService<TimeProvider>();
        var catalogue = app.Services.GetRequiredService<CatalogueStatus>();
        var items = app.Services.GetRequiredService<Catalogue>();
        var gate = app.Services.GetRequiredService<PollGate>();
        var backup = app.Services.GetRequiredService<DatabaseBackup>();
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(Schedule).FullName!);
        bool Writes() => gate.IsWriter;
        // What only tidies the file waits while nothing can be stored in it.
        var storage = app.Services.GetRequiredService<StorageState>();
        bool Tidies() => Writes() && storage.CanWrite;
        Plan(app.Services);
        app.Services.UseScheduler(schedule =>
        {
            // The first prices need the catalogue; until it has come once, it is asked for again and again.
            schedule.Schedule<LoggedJob<FirstSync>>().EveryThirtySeconds().RunOnceAtStart().When(() => Task.FromResult(!catalogue.Fetched || !Writes()))
                .PreventOverlapping(nameof(FirstSync));
            schedule.Schedule<LoggedJob<CatalogueRefreshJob>>().Cron("0 */6 * * *").When(() => Task.FromResult(Writes())).PreventOverlapping(nameof(CatalogueRefreshJob));
            // The first poll does not wait for the first multiple of the interval either: FirstSync makes it.
            var polls = schedule.Schedule<LoggedJob<PricePollJob>>();
            (pollSeconds < 60 ? polls.EverySeconds(pollSeconds) : polls.EveryMinute())
                .When(() => Task.FromResult(items.IsLoaded && (pollSeconds < 60 || PollCadence.IsDueInMinuteOf(clock.GetUtcNow(), pollSeconds))))
                .PreventOverlapping(nameof(PricePollJob));
            // A request each second at most: the pace at which the source is asked for the past.
            schedule.Schedule<LoggedJob<WindowSyncJob>>().EverySecond().When(() => Task.FromResult(items.IsLoaded && Writes())).PreventOverlapping(nameof(WindowSyncJob));
            // What somebody looks at here is fetched here, whoever polls.
            schedule.Schedule<LoggedJob<ItemBackfillJob>>().EverySecond().PreventOverlapping(nameof(ItemBackfillJob));
            schedule.Schedule<LoggedJob<RollUpJob>>().EveryMinute().When(() => Task.FromResult(Tidies())).PreventOverlapping(nameof(RollUpJob));
            schedule.Schedule<LoggedJob<PruneJob>>().HourlyAt(40).When(() => Task.FromResult(Tidies())).PreventOverlapping(nameof(PruneJob));
            schedule.Schedule<LoggedJob<CheckpointJob>>().EveryTenSeconds().When(() => Task.FromResult(Tidies())).PreventOverlapping(nameof(CheckpointJob));
            schedule.Schedule<LoggedJob<StorageJob>>().EverySeconds(2).PreventOverlapping(nameof(StorageJob));
            schedule.Schedule<LoggedJob<BackupJob>>().EveryMinute().When(() => Task.FromResult(Tidies() && backup.IsDue())).PreventOverlapping(nameof(BackupJob));
        })
        .OnError(fault =>
        {
            if (!storage.Report(fault)) // that is told once, not with each job
            {
                JobFailed(logger, fault);
            }
        });
    }

    // The same once more, for people: Coravel does not tell.
    private static void Plan(IServiceProvider services)
    {
        var jobs = services.GetRequiredService<JobLog>();
        var feed = services.GetRequiredService<UpstreamMonitor>();
        var catalogue = services.GetRequiredService<CatalogueStatus>();
        var (second, minute, hour) = (TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), TimeSpan.FromHours(1));
        jobs.Plan(new(nameof(FirstSync), "until the catalogue has come", now => catalogue.Fetched ? null : PollCadence.Next(now, 30), () => catalogue.Reason));
        jobs.Plan(new(nameof(PricePollJob), $"every {feed.PollSeconds} s", now => PollCadence.Next(now, feed.PollSeconds), () => feed.Status.Reason));
        jobs.Plan(JobPlan.Every<CatalogueRefreshJob>(6 * hour, "every 6 h", () => catalogue.Reason));
        jobs.Plan(JobPlan.Every<WindowSyncJob>(second, "every second"));
        jobs.Plan(JobPlan.Every<ItemBackfillJob>(second, "every second"));
        jobs.Plan(JobPlan.Every<RollUpJob>(minute, "every minute"));
        jobs.Plan(JobPlan.Every<PruneJob>(hour, "at 40 past each hour", offset: 40 * minute));
        jobs.Plan(JobPlan.Every<CheckpointJob>(10 * second, "every 10 s"));
        var storage = services.GetRequiredService<StorageState>();
        jobs.Plan(JobPlan.Every<StorageJob>(2 * second, "every 2 s", () => storage.Fault?.Reason));
        var backup = services.GetRequiredService<DatabaseBackup>();
        jobs.Plan(backup.Options.Enabled ? JobPlan.Every<BackupJob>(24 * hour, $"daily at {backup.Options.Hour:00}:00 UTC", () => backup.Last?.Fault, backup.Options.Hour * hour)
            : new(nameof(BackupJob), "when asked", _ => null, () => backup.Last?.Fault));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A scheduled job failed")]
    private static partial void JobFailed(ILogger logger, Exception fault);
}
