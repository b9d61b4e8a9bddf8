using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using PriceStream.Web.Input;

namespace PriceStream.Web.Data;

/// <summary>Registers the SQLite file and brings it up to date at the start.</summary>
public static partial class DatabaseSetup
{
    public static void AddData(this IServiceCollection services, SettingsReader settings)
    {
        var connectionString = ReadConnectionString(settings);
        services.AddPooledDbContextFactory<PriceStreamDb>(options => options.UseSqlite(connectionString));
        services.AddSingleton<DatabaseWriter>();
        services.AddSingleton<DataMetrics>();
        services.AddSingleton<DatabaseGrowth>();
        services.AddHostedService(provider => provider.GetRequiredService<DatabaseGrowth>());
        services.AddSingleton(new DatabaseFile(connectionString is "" ? "Data Source=none" : connectionString));
        services.AddSingleton(BackupOptions.Read(settings));
        services.AddSingleton<DatabaseBackup>();
        services.AddTransient<BackupJob>();
        services.AddHealthChecks().AddCheck<DatabaseHealthCheck>("database", tags: ["ready"]);
    }

    /// <summary>Creates the folder and the file, has it write ahead, clears a migration lock that a killed start left behind, applies the migrations.</summary>
    public static async Task PrepareDatabaseAsync(this IServiceProvider services, CancellationToken cancellationToken = default)
    {
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(DatabaseSetup).FullName!);
        await using var db = await services.GetRequiredService<IDbContextFactory<PriceStreamDb>>().CreateDbContextAsync(cancellationToken);
        var file = new SqliteConnectionStringBuilder(db.Database.GetConnectionString()).DataSource;
        if (Path.GetDirectoryName(file) is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
        }

        await using var turn = await WaitForTurnAsync(file + ".start", services.GetRequiredService<TimeProvider>(), cancellationToken);
        // Readers go on while somebody writes, and a commit need not wait for the disk. EF Core sets this only on a file that it creates itself,
        // and this one is there, empty, as soon as anything has been asked of it. The file keeps the mode.
        await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancellationToken);
        await ClearStaleMigrationLockAsync(db, logger, cancellationToken);
        await db.Database.MigrateAsync(cancellationToken);
    }

    // The demo market's prices must never mix with real ones, so it keeps a file of its own beside them.
    private static string ReadConnectionString(SettingsReader settings)
    {
        const string Key = "ConnectionStrings:PriceStream";
        SqliteConnectionStringBuilder builder;
        try
        {
            builder = new(settings.Text(Key, "Data Source=data/pricestream.db"));
        }
        catch (ArgumentException)
        {
            settings.Refuse(Key, "a SQLite connection string such as 'Data Source=data/pricestream.db'");
            return "";
        }

        if (builder.DataSource.Length == 0 || builder.DataSource == ":memory:" || builder.Mode == SqliteOpenMode.Memory)
        {
            settings.Refuse(Key, "a connection string that names a file, such as 'Data Source=data/pricestream.db'");
            return "";
        }

        if (settings.Text("Upstream:Mode", "Live").Equals("Demo", StringComparison.OrdinalIgnoreCase))
        {
            builder.DataSource = Path.ChangeExtension(builder.DataSource, ".demo" + Path.GetExtension(builder.DataSource));
        }

        return builder.ConnectionString;
    }

    // Instances on one host share the file and may start together: one after the other, each sees what the one before has migrated. The
    // system lets go of the lock when a process ends, however it ends.
    private static async Task<FileStream> WaitForTurnAsync(string file, TimeProvider clock, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException fault) when (fault.GetType() == typeof(IOException)) // the file is locked; its subclasses mean something else
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), clock, cancellationToken);
            }
        }
    }

    // A kill during an earlier start leaves the lock's row, and MigrateAsync would wait for it for ever
    // (https://github.com/dotnet/efcore/issues/38958). Only one instance at a time is here, so a lock that it finds is stale.
    private static async Task ClearStaleMigrationLockAsync(PriceStreamDb db, ILogger logger, CancellationToken cancellationToken)
    {
        var found = await db.Database.SqlQuery<int>($"SELECT count(*) AS Value FROM sqlite_master WHERE name = '__EFMigrationsLock'")
            .SingleAsync(cancellationToken);
        if (found > 0 && await db.Database.ExecuteSqlAsync($"DELETE FROM __EFMigrationsLock", cancellationToken) > 0)
        {
            StaleLockCleared(logger);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Cleared a migration lock that an earlier start left behind")]
    private static partial void StaleLockCleared(ILogger logger);
}
