using PriceStream.Web.Data.Postgres;
using PriceStream.Web.Data.Recovery;
using PriceStream.Web.Data.Sqlite;
using PriceStream.Web.Settings;

namespace PriceStream.Web.Data;

/// <summary>Registers the database: its engine, the stores in front of it, and its recovery.</summary>
public static class DataSetup
{
    public static void AddData(this IServiceCollection services, SettingsReader settings)
    {
        var postgres = DatabaseOptions.ReadPostgres(settings);
        var isRelayed = settings.Bind<RedisOptions>().IsConfigured;
        if (postgres is not null)
        {
            services.AddPostgres(postgres, DatabaseOptions.IsDemo(settings));
        }
        else
        {
            services.AddSqlite(settings, isRelayed);
        }

        AddStores(services);
        services.AddSingleton(provider => new WriterFence(provider.GetService<IWriterLease>)
        {
            IsRequired = postgres is not null || isRelayed,
        });
        services.AddSingleton<StorageState>();
        services.AddSingleton<DatabaseSupervisor>();
        services.AddTransient<StorageJob>();
        services.AddSingleton<DatabaseGrowth>();
        services.AddHostedService(provider => provider.GetRequiredService<DatabaseGrowth>());
        services.AddSingleton<DataMetrics>();
        services.AddSingleton<WriterMetrics>();
        services.AddHealthChecks().AddCheck<DatabaseHealthCheck>("database", tags: ["ready"]);
    }

    /// <summary>Opens the database, and creates or upgrades it if necessary.</summary>
    /// <param name="meanwhile">Called when an upgrade begins; its result is disposed at the end.</param>
    public static Task PrepareDatabaseAsync(
        this IServiceProvider services, Func<Task<IAsyncDisposable>>? meanwhile = null, CancellationToken cancellationToken = default)
    {
        // Without an administrator's page nothing else creates these.
        services.GetRequiredService<DataMetrics>();
        services.GetRequiredService<WriterMetrics>();
        return services.GetRequiredService<DatabaseSupervisor>().StartAsync(meanwhile, cancellationToken);
    }

    private static void AddStores(IServiceCollection services)
    {
        services.AddSingleton<Outbox>();
        services.AddSingleton<ItemStore>();
        services.AddSingleton<PriceStore>();
        services.AddSingleton<WindowStore>();
        services.AddSingleton<ImportStore>();
        services.AddSingleton<HistoryStore>();
    }
}
