using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PriceStream.Web.Data;
using PriceStream.Web.Data.Sqlite;
using PriceStream.Web.Data.Writes;
using PriceStream.Web.History;
using PriceStream.Web.History.Import;
using PriceStream.Web.Prices;
using PriceStream.Web.Upstream;

/// <summary>
/// The history run's part inside the unmodified server: DOTNET_STARTUP_HOOKS names this library, and the runtime calls this class before
/// Main. It runs the server's own jobs on commands from standard input and reports how long they took.
/// </summary>
// The runtime looks for a class of this name outside any namespace:
// https://github.com/dotnet/runtime/blob/main/docs/design/features/host-startup-hook.md
#pragma warning disable CA1050, IDE0130
internal static class StartupHook
#pragma warning restore CA1050, IDE0130
{
    public const string Answer = "bench: ";

    private static long window; // the next one to store; each is older than the last, so that every one is new to the database

    public static void Initialize() => DiagnosticListener.AllListeners.Subscribe(new Observer<DiagnosticListener>(listener =>
    {
        if (listener.Name == "Microsoft.Extensions.Hosting")
        {
            listener.Subscribe(new Observer<KeyValuePair<string, object?>>(told =>
            {
                if (told is { Key: "HostBuilt", Value: IHost host })
                {
                    _ = Task.Factory.StartNew(() => Listen(host.Services), TaskCreationOptions.LongRunning);
                }
            }));
        }
    }));

    // A line is a number and a command. The response has the number too, because several commands may run at once.
    private static void Listen(IServiceProvider services)
    {
        while (Console.In.ReadLine()?.Split(' ') is [var number, var command])
        {
            _ = Task.Run(async () =>
            {
                try
                {
                    Console.Out.WriteLine($"{Answer}{number} {await RunAsync(services, command)}");
                }
                catch (Exception exception) when (exception is not OutOfMemoryException)
                {
                    Console.Out.WriteLine($"{Answer}{number} {exception.ToString().ReplaceLineEndings(" ")}");
                }
            });
        }
    }

    private static async Task<string> RunAsync(IServiceProvider services, string command)
    {
        await using var scope = services.CreateAsyncScope();
        var provider = scope.ServiceProvider;
        return command switch
        {
            "poll" => await PollAsync(provider),
            "prune" => Numbers(await TimeAsync(provider.GetRequiredService<PruneJob>().Invoke)),
            "rollup" => await RollUpAsync(provider),
            "checkpoint" => Numbers(await TimeAsync(() => provider.GetService<CheckpointJob>()?.Invoke() ?? Task.CompletedTask)),
            "turns" => await TakeTurnsAsync(provider.GetRequiredService<Outbox>()),
            "memory" => Numbers(GC.GetTotalAllocatedBytes(), GC.GetTotalPauseDuration().TotalMilliseconds, GC.CollectionCount(2)),
            _ => "what?",
        };
    }

    // Does the work of the two jobs, including the request to the upstream, but without their bookkeeping.
    private static async Task<string> PollAsync(IServiceProvider services)
    {
        var upstream = services.GetRequiredService<UpstreamClient>();
        var poll = await TimeAsync(services.GetRequiredService<PricePollJob>().Invoke);
        if (window == 0)
        {
            window = Resolution.FiveMinutes.WindowOf(Now(services) - 9 * 86_400);
        }

        window -= 300;
        var asked = 0.0;
        var stored = await TimeAsync(async () =>
        {
            UpstreamBulkWindow? answer = null;
            asked = await TimeAsync(async () => answer = await upstream.GetWindowAsync("5m", 300, window, default));
            await services.GetRequiredService<WindowWriter>().SaveAsync(Resolution.FiveMinutes, answer!, counts: true, default);
        });
        return Numbers(poll, stored, asked);
    }

    // Two days in which every hour is new, which is the most that one run can have to roll up.
    private static async Task<string> RollUpAsync(IServiceProvider services)
    {
        await using (var db = await services.GetRequiredService<IDbContextFactory<PriceStreamDb>>().CreateDbContextAsync())
        {
            var from = Resolution.Days.WindowOf(Now(services)) - Resolution.Days.Seconds;
            await db.FetchedWindows.Where(fetched => fetched.Step == 3600 && fetched.Time >= from)
                .ExecuteUpdateAsync(fetched => fetched.SetProperty(row => row.RolledInto, 0));
        }

        return Numbers(await TimeAsync(services.GetRequiredService<RollUpJob>().Invoke));
    }

    // Measures how long a writer waits for its turn: every 5 ms, for a second, one that writes nothing.
    private static async Task<string> TakeTurnsAsync(Outbox outbox)
    {
        var started = Stopwatch.GetTimestamp();
        var waits = new List<double>();
        while (Stopwatch.GetElapsedTime(started).TotalSeconds < 1)
        {
            waits.Add(await TimeAsync(() => outbox.SaveAsync(new SavePrices([]), default)));
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }

        return Numbers([.. waits]);
    }

    private static async Task<double> TimeAsync(Func<Task> run)
    {
        var start = Stopwatch.GetTimestamp();
        await run();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static long Now(IServiceProvider services) =>
        services.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeSeconds();

    private static string Numbers(params double[] numbers) =>
        string.Join(' ', numbers.Select(number => number.ToString("0.00", CultureInfo.InvariantCulture)));

    private sealed class Observer<T>(Action<T> next) : IObserver<T>
    {
        public void OnNext(T value) => next(value);

        public void OnError(Exception error)
        {
        }

        public void OnCompleted()
        {
        }
    }
}
