using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using PriceStream.Web.Data.Backup;
using PriceStream.Web.Data.Recovery;
using PriceStream.Web.Data.Sqlite;
using PriceStream.Web.Settings;

namespace PriceStream.Web.Data;

/// <summary>Registers the database: the file, its stores, its backups and its recovery.</summary>
public static class DataSetup
{
    public static void AddData(this IServiceCollection services, SettingsReader settings)
    {
        AddFile(services, DatabaseOptions.ReadConnectionString(settings));
        AddStores(services);
        AddBackups(services, settings);
        AddRecovery(services);
        services.AddSingleton(new InstancePolicy(MayShare: settings.Bind<RedisOptions>().IsConfigured));
        services.AddSingleton<DatabaseGrowth>();
        services.AddHostedService(provider => provider.GetRequiredService<DatabaseGrowth>());
        services.AddSingleton<DataMetrics>();
        services.AddHealthChecks().AddCheck<DatabaseHealthCheck>("database", tags: ["ready"]);
    }

    /// <summary>Opens the file, and creates or upgrades it if necessary.</summary>
    /// <param name="meanwhile">Called when an upgrade begins; its result is disposed at the end.</param>
    public static Task PrepareDatabaseAsync(
        this IServiceProvider services, Func<Task<IAsyncDisposable>>? meanwhile = null, CancellationToken cancellationToken = default)
    {
        services.GetRequiredService<DataMetrics>(); // without an administrator's page nothing else creates it
        return services.GetRequiredService<DatabaseSupervisor>().StartAsync(meanwhile, cancellationToken);
    }

    private static void AddFile(IServiceCollection services, string connectionString)
    {
        services.AddSingleton(_ => new DatabaseFile(connectionString));
        // The file is created only at the start: if it is deleted later, SQLite must not create an empty one.
        var settings = new SqliteConnectionStringBuilder(connectionString)
        {
            Mode = SqliteOpenMode.ReadWrite,
            DefaultTimeout = SqliteFile.LockTimeout,
        };
        services.AddDbContextFactory<PriceStreamDb>(options => options.UseSqlite(settings.ConnectionString));
        services.AddSingleton<DatabaseSource>();
        services.AddSingleton<IDbContextFactory<PriceStreamDb>>(provider => provider.GetRequiredService<DatabaseSource>());
        services.AddSingleton<DatabaseWriter>();
        services.AddSingleton<DatabaseUpgrade>();
        services.AddTransient<CheckpointJob>();
    }

    private static void AddStores(IServiceCollection services)
    {
        services.AddSingleton<ItemStore>();
        services.AddSingleton<PriceStore>();
        services.AddSingleton<WindowStore>();
        services.AddSingleton<ImportStore>();
        services.AddSingleton<HistoryStore>();
    }

    private static void AddBackups(IServiceCollection services, SettingsReader settings)
    {
        services.AddSingleton(settings.Bind<BackupOptions>());
        services.AddSingleton<BackupRotation>();
        services.AddSingleton<DatabaseBackup>();
        services.AddSingleton<DatabaseRestore>();
        services.AddTransient<BackupJob>();
    }

    private static void AddRecovery(IServiceCollection services)
    {
        services.AddSingleton<StorageState>();
        services.AddSingleton<StandbyDatabase>();
        services.AddSingleton<DatabaseHandle>();
        services.AddSingleton<DatabaseRepair>();
        services.AddSingleton<DatabaseRecovery>();
        services.AddSingleton<UncleanShutdown>();
        services.AddSingleton<DatabaseSupervisor>();
        services.AddTransient<StorageJob>();
    }
}
