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
        var connectionString = ReadConnectionString(settings);
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
        services.AddSingleton(BackupOptions.Read(settings));
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
}
