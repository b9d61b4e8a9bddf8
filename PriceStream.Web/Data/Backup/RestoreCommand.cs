using Microsoft.Data.Sqlite;
using PriceStream.Web.Data.Sqlite;

namespace PriceStream.Web.Data.Backup;

/// <summary><c>--restore FILE</c>: replaces the database of a stopped site with a backup and prints the result.</summary>
public static class RestoreCommand
{
    public const string Name = "--restore";

    /// <param name="file">The backup.</param>
    /// <returns>The exit code: 0 when the backup is restored; 2 when nothing was changed.</returns>
    public static async Task<int> RunAsync(IServiceProvider services, string file)
    {
        if (services.GetService<DatabaseFile>() is not { } database)
        {
            return await FailAsync("Nothing was restored: the data is in PostgreSQL, whose own tools are pg_dump and pg_restore");
        }

        try
        {
            var aside = services.GetRequiredService<DatabaseRestore>().Run(Path.GetFullPath(file));
            var kept = aside is null ? "" : $" The previous database is kept as {aside}.";
            await Console.Out.WriteLineAsync($"Restored {file} to {database.Path}. Start the site.{kept}");
            return 0;
        }
        catch (Exception exception) when (
            exception is DatabaseRefusedException or SqliteException or IOException or UnauthorizedAccessException)
        {
            return await FailAsync($"Nothing was restored: {exception.Message}");
        }
    }

    private static async Task<int> FailAsync(string why)
    {
        await Console.Error.WriteLineAsync(why);
        return 2;
    }
}
