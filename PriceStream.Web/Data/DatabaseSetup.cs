using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using PriceStream.Web.Data.Backup;
using PriceStream.Web.Data.Recovery;
using PriceStream.Web.Data.Sqlite;
using PriceStream.Web.Settings;

namespace PriceStream.Web.Data;

/// <summary>Registers the SQLite file, and what keeps it.</summary>
public static class DatabaseSetup
{
    public static void AddData(this IServiceCollection services, SettingsReader settings)
    {
        var connectionString = DatabaseOptions.ReadConnectionString(settings);
        services.AddSingleton(_ => new DatabaseFile(connectionString));
        // The file is created at the start and nowhere else: one that is deleted meanwhile must not come back empty.
        services.AddDbContextFactory<PriceStreamDb>(options => options.UseSqlite(new SqliteConnectionStringBuilder(connectionString) { Mode = SqliteOpenMode.ReadWrite }.ConnectionString));
        services.AddSingleton<StorageState>();
        services.AddSingleton<StandbyDatabase>();
        services.AddSingleton<DatabaseSource>();
        services.AddSingleton<IDbContextFactory<PriceStreamDb>>(provider => provider.GetRequiredService<DatabaseSource>());
        services.AddSingleton<DatabaseWriter>();
        services.AddSingleton<DataMetrics>();
        services.AddSingleton<DatabaseGrowth>();
        services.AddHostedService(provider => provider.GetRequiredService<DatabaseGrowth>());
        services.AddSingleton(settings.Bind<BackupOptions>());
        services.AddSingleton<DatabaseBackup>();
        services.AddSingleton<DatabaseUpgrade>();
        services.AddSingleton<DatabaseRepair>();
        services.AddSingleton<DatabaseRestore>();
        services.AddSingleton<DatabaseSupervisor>();
        services.AddTransient<BackupJob>();
        services.AddTransient<StorageJob>();
        services.AddTransient<CheckpointJob>();
        services.AddHealthChecks().AddCheck<DatabaseHealthCheck>("database", tags: ["ready"]);
    }

    /// <summary>Opens the file, upgrades it where that is due, or begins it.</summary>
    /// <param name="meanwhile">Called when an upgrade begins; what it gives is disposed at its end.</param>
    public static Task PrepareDatabaseAsync(this IServiceProvider services, Func<Task<IAsyncDisposable>>? meanwhile = null, CancellationToken cancellationToken = default) =>
        services.GetRequiredService<DatabaseSupervisor>().StartAsync(meanwhile, cancellationToken);
}
