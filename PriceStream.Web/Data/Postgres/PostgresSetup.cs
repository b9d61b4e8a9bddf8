using Microsoft.EntityFrameworkCore;

namespace PriceStream.Web.Data.Postgres;

/// <summary>Registers PostgreSQL as the store.</summary>
internal static class PostgresSetup
{
    /// <param name="isDemo">Whether the prices are those of the demo market.</param>
    public static void AddPostgres(this IServiceCollection services, PostgresConnection connection, bool isDemo)
    {
        services.AddSingleton(connection);
        services.AddSingleton<PostgresSource>();
        services.AddSingleton(provider => provider.GetRequiredService<PostgresSource>().Pool);
        services.AddPooledDbContextFactory<PostgresDb>((provider, options) =>
            Configure(options, provider.GetRequiredService<PostgresSource>()));
        services.AddSingleton<IDbContextFactory<PriceStreamDb>, PostgresDbFactory>();
        services.AddSingleton<Partitions>();
        services.AddSingleton<IPriceStore, PostgresStore>();
        services.AddSingleton<PostgresSize>();
        services.AddSingleton<IStoreSize>(provider => provider.GetRequiredService<PostgresSize>());
        services.AddSingleton(new DataFolder(Path.GetFullPath("data")));
        services.AddSingleton(new PostgresSite(isDemo));
        services.AddSingleton<PostgresUpgrade>();
        services.AddSingleton<IStoreLifecycle, PostgresLifecycle>();
    }

    internal static void Configure(DbContextOptionsBuilder options, PostgresSource source) =>
        options.UseNpgsql(source.Pool, postgres => postgres.MigrationsHistoryTable(PostgresDb.HistoryTable));
}
