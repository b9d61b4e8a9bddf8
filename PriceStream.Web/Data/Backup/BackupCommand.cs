using PriceStream.Web.Data.Sqlite;

namespace PriceStream.Web.Data.Backup;

/// <summary><c>--backup</c>: backs up the database of a running or stopped site and prints the result.</summary>
public static class BackupCommand
{
    public const string Name = "--backup";

    /// <returns>The exit code: 0 when the backup was made, otherwise 2.</returns>
    public static async Task<int> RunAsync(IServiceProvider services)
    {
        if (services.GetService<DatabaseFile>() is not { } database)
        {
            return await FailAsync(
                "The data is in PostgreSQL, which has its own tools: make backups with pg_dump, and restore them with pg_restore");
        }

        if (database.Bytes == 0)
        {
            return await FailAsync($"There is no database {database.Path}");
        }

        var report = await services.GetRequiredService<DatabaseBackup>().RunAsync(CancellationToken.None);
        if (report.Error is { } reason)
        {
            return await FailAsync($"Backup failed: {reason}");
        }

        await Console.Out.WriteLineAsync($"{report.File}: {report.Bytes / 1e6:0.0} MB, checked, in {report.Duration.TotalSeconds:0.0} s");
        return 0;
    }

    private static async Task<int> FailAsync(string why)
    {
        await Console.Error.WriteLineAsync(why);
        return 2;
    }
}
