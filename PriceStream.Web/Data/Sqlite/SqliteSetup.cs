using Microsoft.EntityFrameworkCore;
using PriceStream.Web.Data.Backup;
using PriceStream.Web.Data.Recovery;
using PriceStream.Web.Settings;

namespace PriceStream.Web.Data.Sqlite;

/// <summary>Registers the SQLite file, its backups and its repair.</summary>
internal static class SqliteSetup
{
    /// <param name="isShared">Whether several processes may serve the file.</param>
    public static void AddSqlite(this IServiceCollection services, SettingsReader settings, bool isShared)
    {
        var connectionString = DatabaseOptions.ReadConnectionString(settings);
        services.AddSingleton(_ => new DatabaseFile(connectionString));
        services.AddSingleton<IStoreSize>(provider => provider.GetRequiredService<DatabaseFile>());
        services.AddSingleton(provider => new DataFolder(provider.GetRequiredService<DatabaseFile>().Folder));
        services.AddSingleton<SqliteConnections>();
        services.AddSingleton<SqliteContexts>();
        services.AddSingleton<IDbContextFactory<PriceStreamDb>>(provider => provider.GetRequiredService<SqliteContexts>());
        services.AddSingleton<SqliteStore>();
        services.AddSingleton<IPriceStore>(provider => provider.GetRequiredService<SqliteStore>());
        services.AddSingleton<DatabaseUpgrade>();
        services.AddTransient<CheckpointJob>();
        AddBackups(services, settings);
        AddRepair(services, isShared);
    }

    private static void AddBackups(IServiceCollection services, SettingsReader settings)
    {
        services.AddSingleton(settings.Bind<BackupOptions>());
        services.AddSingleton<BackupRotation>();
        services.AddSingleton<DatabaseBackup>();
        services.AddSingleton<DatabaseRestore>();
        services.AddTransient<BackupJob>();
    }

    private static void AddRepair(IServiceCollection services, bool isShared)
    {
        services.AddSingleton(new InstancePolicy(MayShare: isShared));
        services.AddSingleton<DatabaseHandle>();
        services.AddSingleton<DatabaseRepair>();
        services.AddSingleton<UncleanShutdown>();
        services.AddSingleton<IStoreLifecycle, SqliteLifecycle>();
    }
}
