using Npgsql;

namespace PriceStream.Web.Data.Postgres;

/// <summary>Registers the lease and the relay of a site whose data is in PostgreSQL.</summary>
public static class PostgresRelaySetup
{
    /// <summary>Whether the site's data is in PostgreSQL.</summary>
    public static bool UsesPostgres(this IServiceCollection services) =>
        services.Any(service => service.ServiceType == typeof(NpgsqlDataSource));

    public static void AddPostgresRelay(this IServiceCollection services)
    {
        services.AddSingleton<PostgresRelayTable>();
        services.AddSingleton<IWriterLease, PostgresLease>();
    }
}
