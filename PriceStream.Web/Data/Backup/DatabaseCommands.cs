using Microsoft.Data.Sqlite;
using PriceStream.Web.Data.Sqlite;

namespace PriceStream.Web.Data.Backup;

/// <summary>What an administrator does by hand: <c>--backup</c> and <c>--restore FILE</c>, with the site's own settings. They say what they did; the exit code is 0 when it is done.</summary>
public static class DatabaseCommands
{
    private const int Done = 0;
    private const int Wrong = 2;

    public static async Task<int> BackUpAsync(IServiceProvider services)
    {
        var database = services.GetRequiredService<DatabaseFile>();
        if (database.Bytes == 0)
        {
            return await RefuseAsync($"there is no database {database.Path}");
        }

        var report = await services.GetRequiredService<DatabaseBackup>().RunAsync(CancellationToken.None);
        if (report.Fault is { } fault)
        {
            return await RefuseAsync($"The database was not backed up: {fault}");
        }

        await Console.Out.WriteLineAsync($"{report.File}: {report.Bytes / 1e6:0.0} MB, checked, in {report.Duration.TotalSeconds:0.0} s");
        return Done;
    }

    public static async Task<int> RestoreAsync(IServiceProvider services, string file)
    {
        try
        {
            var database = services.GetRequiredService<DatabaseFile>();
            var aside = services.GetRequiredService<DatabaseRestore>().Run(Path.GetFullPath(file));
            await Console.Out.WriteLineAsync($"{database.Path} is now what {file} was; start the site." + (aside is null ? "" : $" What was there before is kept as {aside}."));
            return Done;
        }
        catch (Exception fault) when (fault is DatabaseRefusedException or SqliteException or IOException or UnauthorizedAccessException)
        {
            return await RefuseAsync($"Nothing was restored: {fault.Message}");
        }
    }

    private static async Task<int> RefuseAsync(string why)
    {
        await Console.Error.WriteLineAsync(why);
        return Wrong;
    }
}
