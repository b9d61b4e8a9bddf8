using Coravel;
using Coravel.Invocable;
using Coravel.Scheduling.Schedule.Interfaces;
using PriceStream.Web.Data;
using PriceStream.Web.Data.Backup;
using PriceStream.Web.Data.Recovery;
using PriceStream.Web.Data.Sqlite;
using PriceStream.Web.History.Import;
using PriceStream.Web.History.Recent;
using PriceStream.Web.Items;
using PriceStream.Web.Jobs;
using PriceStream.Web.Prices;
using PriceStream.Web.Upstream;

namespace PriceStream.Web;

/// <summary>The table of jobs. Both the scheduler and the administrator's page are made from it.</summary>
public static partial class Schedule
{
    private static readonly JobPlan[] NoJobs = [];

    /// <summary>Every job: when it runs, under which condition, and where it reports a problem that it does not throw.</summary>
    public static IReadOnlyList<JobPlan> Table(IServiceProvider services)
    {
        var upstream = services.GetRequiredService<UpstreamMonitor>();
        var gate = services.GetRequiredService<PollGate>();
        var items = services.GetRequiredService<Catalogue>();
        var catalogue = services.GetRequiredService<CatalogueStatus>();
        var storage = services.GetRequiredService<StorageState>();
        var backup = services.GetService<DatabaseBackup>();
        var budget = services.GetRequiredService<UpstreamBudget>();
        var turns = services.GetRequiredService<FetchTurns>();
        var clock = services.GetRequiredService<TimeProvider>();
        bool IsPollSecond() => budget.HasPolls && PollCadence.IsDueIn(clock.GetUtcNow(), upstream.PollSeconds);
        bool Writes() => gate.IsWriter; // of several instances, only the polling one writes
        bool Tidies() => Writes() && storage.CanWrite; // housekeeping waits while the database cannot be written
        bool Knows() => items.IsLoaded && storage.CanRead; // what is stored decides what is fetched
        return
        [
            // The first prices need the catalogue, so FirstSync runs until the catalogue is loaded. It also makes the first poll.
            Job<FirstSync>(
                Cadence.UntilDone(30, () => catalogue.Fetched, "until the catalogue is loaded"), problem: () => catalogue.Reason),
            // An instance that has lost the lease follows the catalogue that the new writer stores.
            .. gate.IsShared ? [Job<CatalogueReloadJob>(Cadence.EverySeconds(30), () => catalogue.Fetched && !Writes())] : NoJobs,
            Job<CatalogueRefreshJob>(Cadence.EveryHours(6), Writes, () => catalogue.Reason),
            Job<PricePollJob>(EveryPoll(upstream.PollSeconds), () => items.IsLoaded, () => upstream.Status.Reason),
            // One request a second at most, polls included. The second of a poll is the poll's.
            Job<WindowSyncJob>(Cadence.EverySecond, () => Knows() && Writes() && !IsPollSecond() && turns.IsForWindows),
            // Every instance fetches the items that its own visitors view.
            Job<ItemBackfillJob>(Cadence.EverySecond, () => storage.CanRead && !IsPollSecond() && turns.IsForItems),
            Job<RecentMarketJob>(Cadence.EverySeconds(5), Knows),
            Job<RollUpJob>(Cadence.EveryMinute, () => items.IsLoaded && Tidies()),
            Job<PruneJob>(Cadence.EveryHours(1, minute: 40), () => items.IsLoaded && Tidies()),
            // PostgreSQL has neither of its own: it empties its log by itself, and is backed up with its own tools.
            .. backup is null ? NoJobs : [Job<CheckpointJob>(Cadence.EverySeconds(10), Tidies)],
            Job<StorageJob>(Cadence.EverySeconds(2), problem: () => storage.Failure?.Reason),
            .. backup is null ? NoJobs : [Job<BackupJob>(Backups(backup), Tidies, () => backup.Last?.Error)],
        ];
    }

    public static void AddSchedule(this IServiceCollection services)
    {
        services.AddScheduler();
        services.AddSingleton<JobLog>();
        services.AddTransient(typeof(LoggedJob<>));
        services.AddTransient<FirstSync>();
    }

    public static void UseSchedule(this WebApplication app)
    {
        var log = app.Services.GetRequiredService<JobLog>();
        var storage = app.Services.GetRequiredService<StorageState>();
        var gate = app.Services.GetRequiredService<PollGate>();
        var clock = app.Services.GetRequiredService<TimeProvider>();
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(Schedule).FullName!);
        app.Services.UseScheduler(scheduler =>
        {
            foreach (var plan in Table(app.Services))
            {
                log.Add(plan);
                if (plan.Cadence.IsScheduled)
                {
                    Apply(scheduler.ScheduleInvocableType(plan.Invocable), plan, clock);
                }
            }
        })
        .OnError(exception => // Coravel would swallow it
        {
            var isShutdown = exception is OperationCanceledException && app.Lifetime.ApplicationStopping.IsCancellationRequested;
            if (exception is LeaseLostException)
            {
                gate.Follow();
            }
            else if (!isShutdown && !storage.Report(exception)) // which logs it once, not for every job
            {
                JobFailed(logger, exception);
            }
        });
    }

    /// <summary>Applies a row of the table to the scheduler's job.</summary>
    internal static void Apply(IScheduleInterval job, JobPlan plan, TimeProvider clock)
    {
        var rule = plan.Cadence.Seconds is { } seconds ? job.EverySeconds(seconds) : job.Cron(plan.Cadence.Cron);
        if (plan.Cadence.AtStart)
        {
            rule.RunOnceAtStart();
        }

        rule.When(() => Task.FromResult(plan.MayRun(clock.GetUtcNow()))).PreventOverlapping(plan.Name);
    }

    private static JobPlan Job<TJob>(Cadence cadence, Func<bool>? when = null, Func<string?>? problem = null)
        where TJob : IInvocable, ICancellableInvocable =>
        new(typeof(TJob).Name, typeof(LoggedJob<TJob>), cadence, when, problem);

    private static Cadence Backups(DatabaseBackup backup) =>
        backup.Options.Enabled ? Cadence.DailyAt(backup.Options.Hour, backup.IsDue) : Cadence.WhenAsked;

    // PollCadence also computes the stream's "next try", so visitors see the same times.
    private static Cadence EveryPoll(int seconds) => Cadence.Custom(
        $"every {seconds} s",
        now => PollCadence.Next(now, seconds),
        now => seconds < 60 || PollCadence.IsDueInMinuteOf(now, seconds),
        seconds < 60 ? seconds : null);

    [LoggerMessage(Level = LogLevel.Error, Message = "A scheduled job failed")]
    private static partial void JobFailed(ILogger logger, Exception exception);
}
