using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using Npgsql;
using PriceStream.Web.Data.Postgres;
using PriceStream.Web.Data.Sqlite;
using PriceStream.Web.Settings;

namespace PriceStream.Web.Data.Copy;

/// <summary><c>--copy-to CONNECTION</c>: copies the file of a running or stopped site into an empty PostgreSQL database.</summary>
public static class CopyCommand
{
    public const string Name = "--copy-to";

    private const string GoOn = "The rows copied so far stay, and the same command copies the rest.";

    /// <param name="connection">A connection string. It may have a password, so no message quotes it.</param>
    /// <returns>The exit code: 0 when everything is copied and compared, otherwise 2.</returns>
    public static async Task<int> RunAsync(IServiceProvider services, string connection)
    {
        if (services.GetService<DatabaseFile>() is not { } file)
        {
            return await FailAsync("ConnectionStrings__PriceStream already names PostgreSQL. --copy-to copies from a SQLite file");
        }

        if (!PostgresConnection.IsPostgres(connection) || PostgresConnection.Parse(connection) is not { } place)
        {
            return await FailAsync(
                "--copy-to takes the connection string of a PostgreSQL database: "
                + "'Host=…;Port=…;Username=…;Password=…;Database=…' or 'postgres://user:password@host:port/database'");
        }

        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, stop));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, stop));
        var clock = services.GetRequiredService<TimeProvider>();
        await using var target = new CopyTarget(
            place, DatabaseOptions.IsDemo(new SettingsReader(services.GetRequiredService<IConfiguration>())), clock);
        try
        {
            var progress = new CopyProgress(Console.Error, !Console.IsErrorRedirected, clock);
            return await CopyAsync(file, target, progress, stop.Token);
        }
        catch (Exception exception) when (WhyNot(exception, file, place) is { } reason)
        {
            return await FailAsync(reason);
        }
    }

    private static async Task<int> CopyAsync(
        DatabaseFile file, CopyTarget target, CopyProgress progress, CancellationToken cancellationToken)
    {
        using var source = CopySource.Open(file);
        foreach (var (table, rows) in await new CopyRun(source, target, progress).RunAsync(cancellationToken))
        {
            await Console.Out.WriteLineAsync($"{table} {rows}");
        }

        return 0;
    }

    // The server rolls back the chunk that is on its way.
    private static void Stop(PosixSignalContext context, CancellationTokenSource stop)
    {
        context.Cancel = true;
        stop.Cancel();
    }

    private static string? WhyNot(Exception exception, DatabaseFile file, PostgresConnection place) => exception switch
    {
        OperationCanceledException => $"The copy was interrupted. {GoOn}",
        DatabaseRefusedException => exception.Message,
        SqliteException or InvalidDataException or OverflowException => $"{file.Path} cannot be read: {exception.Message}",
        PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } =>
            $"another copy writes to the database {place.Place}",
        _ => PostgresRefusals.Of(exception, place) ?? Diagnose(exception, place),
    };

    private static string? Diagnose(Exception exception, PostgresConnection place)
    {
        var name = $"PostgreSQL at {place.Place}";
        return PostgresFailures.Of(exception, name) is var (_, reason) ? $"{reason}. {GoOn}" : exception switch
        {
            PostgresException reported => $"{name} reports: {reported.MessageText}. {GoOn}",
            IOException or InvalidOperationException => $"{name} does not answer: {exception.Message} {GoOn}",
            _ => null,
        };
    }

    private static async Task<int> FailAsync(string why)
    {
        await Console.Error.WriteLineAsync($"Not copied: {why.ReplaceLineEndings(" ")}");
        return 2;
    }
}
