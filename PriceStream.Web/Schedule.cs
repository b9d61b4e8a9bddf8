using Coravel;
using Coravel.Invocable;
using PriceStream.Web.Data;
using PriceStream.Web.Items;
using PriceStream.Web.Prices;
using PriceStream.Web.Streaming;
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
        var backup = app.Services.GetRequiredService<DatabaseBackup>();
        // Of several instances, the one that polls writes. It alone runs the jobs that write.
        var lease = app.Services.GetService<StreamLease>();
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(Schedule).FullName!);
        bool Writes() => lease?.Held ?? true;
        // What only tidies the file waits while nothing can be stored in it.
        var storage = app.Services.GetRequiredService<StorageState>();
        bool Tidies() => Writes() && storage.CanWrite;
        app.Services.UseScheduler(schedule =>
        {
            // The first prices need the catalogue; until it has come once, it is asked for again and again.
            schedule.Schedule<FirstSync>().EveryThirtySeconds().RunOnceAtStart().When(() => Task.FromResult(!catalogue.Fetched))
                .PreventOverlapping(nameof(FirstSync));
            schedule.Schedule<CatalogueRefreshJob>().Cron("0 */6 * * *").When(() => Task.FromResult(Writes())).PreventOverlapping(nameof(CatalogueRefreshJob));
            // The first poll does not wait for the first multiple of the interval either: FirstSync makes it.
            var polls = schedule.Schedule<PricePollJob>();
            (pollSeconds < 60 ? polls.EverySeconds(pollSeconds) : polls.EveryMinute())
                .When(() => Task.FromResult(catalogue.Loaded && (pollSeconds < 60 || PollCadence.IsDueInMinuteOf(clock.GetUtcNow(), pollSeconds))))
                .PreventOverlapping(nameof(PricePollJob));
            // A request each second at most: the pace at which the source is asked for the past.
            schedule.Schedule<WindowSyncJob>().EverySecond().When(() => Task.FromResult(catalogue.Loaded && Writes())).PreventOverlapping(nameof(WindowSyncJob));
            // What somebody looks at here is fetched here, whoever polls.
            schedule.Schedule<ItemBackfillJob>().EverySecond().PreventOverlapping(nameof(ItemBackfillJob));
            schedule.Schedule<RollUpJob>().EveryMinute().When(() => Task.FromResult(Tidies())).PreventOverlapping(nameof(RollUpJob));
            schedule.Schedule<PruneJob>().HourlyAt(40).When(() => Task.FromResult(Tidies())).PreventOverlapping(nameof(PruneJob));
            schedule.Schedule<CheckpointJob>().EveryTenSeconds().When(() => Task.FromResult(Tidies())).PreventOverlapping(nameof(CheckpointJob));
            schedule.Schedule<StorageJob>().EveryFiveSeconds().PreventOverlapping(nameof(StorageJob));
            schedule.Schedule<BackupJob>().EveryMinute().When(() => Task.FromResult(Tidies() && backup.IsDue())).PreventOverlapping(nameof(BackupJob));
        })
        .OnError(fault =>
        {
            if (!storage.Report(fault)) // that is told once, not with each job
            {
                JobFailed(logger, fault);
            }
        });
    }

    /// <summary>The catalogue, and when it has come, the first prices at once.</summary>
    public sealed class FirstSync(CatalogueRefreshJob catalogue, PricePollJob prices, CatalogueStatus status, UpstreamOptions upstream, IServiceProvider services, StreamLease? lease = null) : IInvocable, ICancellableInvocable
    {
        public CancellationToken CancellationToken { get; set; }

        public async Task Invoke()
        {
            catalogue.CancellationToken = CancellationToken;
            prices.CancellationToken = CancellationToken;
            if (!await WritesAsync())
            {
                await services.LoadCatalogueAsync(CancellationToken); // as the instance that writes has stored it
                return;
            }

            await catalogue.Invoke();
            if (status.Loaded)
            {
                await prices.Invoke();
                // The first catalogue leaves more garbage than anything after it; the host gets that memory back now.
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            }
        }

        private async Task<bool> WritesAsync()
        {
            try
            {
                return lease is null || await lease.TryHoldAsync(TimeSpan.FromSeconds(1.5 * upstream.PollSeconds));
            }
            catch (RelayException)
            {
                return false; // the poll job says so to those who watch
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A scheduled job failed")]
    private static partial void JobFailed(ILogger logger, Exception fault);
}
