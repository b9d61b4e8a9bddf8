using PriceStream.Web.Admin;
using PriceStream.Web.Data.Backup;
using PriceStream.Web.Hosting;

namespace PriceStream.Web;

/// <summary>Every command of the program.</summary>
internal static class Commands
{
    public static IReadOnlyList<Command> All { get; } =
    [
        new(HashPasswordCommand.Name, "", "Reads a password and prints its hash, for Admin__PasswordHash.",
            _ => Task.FromResult(HashPasswordCommand.Run())),
        new("--healthcheck", "[URL]", "Asks the site that runs with these settings, or URL, whether it can serve. Exit code 0: it can.",
            call => HealthCheckCommand.RunAsync(call.Argument, call.Settings)),
        new(BackupCommand.Name, "", "Backs up the database now, of a running or a stopped site.",
            call => WithDataAsync(call, BackupCommand.RunAsync)),
        new(RestoreCommand.Name, "FILE", "Checks FILE and puts it in the database's place. The site must be stopped.",
            call => WithDataAsync(call, services => RestoreCommand.RunAsync(services, call.Argument!))),
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
