using PriceStream.Web.Admin;
using PriceStream.Web.Data.Backup;
using PriceStream.Web.Data.Copy;
using PriceStream.Web.Hosting;

namespace PriceStream.Web;

/// <summary>Every command of the program.</summary>
internal static class Commands
{
    public static IReadOnlyList<Command> All { get; } =
    [
        new(HashPasswordCommand.Name, "", "Reads a password and prints its hash, for Admin__PasswordHash.",
            _ => Task.FromResult(HashPasswordCommand.Run())),
        new("--healthcheck", "[URL]", "Checks whether the site at URL, or the one these settings start, is ready.",
            call => HealthCheckCommand.RunAsync(call.Argument, call.Settings)),
        new(BackupCommand.Name, "", "Backs up the database of a running or stopped site.",
            call => WithDataAsync(call, BackupCommand.RunAsync)),
        new(RestoreCommand.Name, "FILE", "Checks FILE and replaces the database with it. The site must be stopped.",
            call => WithDataAsync(call, services => RestoreCommand.RunAsync(services, call.Argument!))),
        new(CopyCommand.Name, "CONNECTION", "Copies the SQLite file of a running or stopped site into an empty PostgreSQL database.",
            call => WithDataAsync(call, services => CopyCommand.RunAsync(services, call.Argument!))),
        new("--help", "", "Prints this list.",
            _ => HelpAsync()),
    ];

    private static Task<int> WithDataAsync(CommandCall call, Func<IServiceProvider, Task<int>> runAsync)
    {
        var builder = Composition.CreateBuilder(call.Settings);
        builder.AddFoundation().ThrowIfInvalid();
        builder.Logging.ClearProviders(); // a command prints its own result
        return runAsync(builder.Build().Services);
    }

    private static async Task<int> HelpAsync()
    {
        await Console.Out.WriteLineAsync(CommandDispatcher.ListOf(All));
        return 0;
    }
}
