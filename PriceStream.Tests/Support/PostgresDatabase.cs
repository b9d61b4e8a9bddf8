using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using PriceStream.Tests.Data;
using PriceStream.Web.Data;
using PriceStream.Web.Data.Postgres;
using PriceStream.Web.Data.Recovery;

namespace PriceStream.Tests.Support;

/// <summary>A database of its own on the shared server, with the site's store in front of it.</summary>
internal sealed class PostgresDatabase : IStoreUnderTest
{
    private const string Template = "migrated";

    private static readonly Lazy<Task> Migrated = new(MigrateTemplateAsync);

    private readonly ServiceProvider services;

    private PostgresDatabase(string connectionString, bool isDemo, TimeProvider clock)
    {
        ConnectionString = connectionString;
        var collection = new ServiceCollection();
        collection.AddSingleton(clock);
        collection.AddLogging(logging => logging.SetMinimumLevel(LogLevel.None));
        collection.AddPostgres(PostgresConnection.Parse(connectionString)!, isDemo);
        collection.AddSingleton<StorageState>();
        services = collection.BuildServiceProvider();
    }

    public string ConnectionString { get; }

    public IPriceStore Store => services.GetRequiredService<IPriceStore>();

    public IStoreLifecycle Lifecycle => services.GetRequiredService<IStoreLifecycle>();

    public StorageState State => services.GetRequiredService<StorageState>();

    public Partitions Partitions => services.GetRequiredService<Partitions>();

    public IDbContextFactory<PriceStreamDb> Databases => services.GetRequiredService<IDbContextFactory<PriceStreamDb>>();

    /// <summary>A database with every table.</summary>
    public static async Task<PostgresDatabase> CreateAsync(TimeProvider? clock = null)
    {
        return Open(await CreateEmptyAsync(), clock: clock);
    }

    /// <summary>Creates a database with every table, and returns its connection string.</summary>
    public static async Task<string> CreateEmptyAsync()
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, PostgresServer.NotInstalled);
        await Migrated.Value;
        return await (await PostgresServer.SharedAsync()).CreateDatabaseAsync(Template);
    }

    /// <summary>A database with every table, on a server of the test's own.</summary>
    public static async Task<PostgresDatabase> CreateOnAsync(PostgresServer server)
    {
        var database = Open(await server.CreateDatabaseAsync());
        await database.Lifecycle.OpenAsync(null, CancellationToken.None);
        return database;
    }

    /// <summary>The store of a database that may lack its tables, or be away.</summary>
    public static PostgresDatabase Open(string connectionString, bool isDemo = false, TimeProvider? clock = null) =>
        new(connectionString, isDemo, clock ?? TimeProvider.System);

    /// <summary>Runs statements and returns the first value of the first result.</summary>
    public Task<object?> RunAsync(string sql) => PostgresServer.RunAsync(ConnectionString, sql);

    /// <summary>A connection of another program.</summary>
    public async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();

    private static async Task MigrateTemplateAsync()
    {
        var server = await PostgresServer.SharedAsync();
        await server.ExecuteAsync("postgres", $"CREATE DATABASE {Template}");
        await using var database = Open(server.ConnectionString(Template) + ";Pooling=false");
        await database.Lifecycle.OpenAsync(null, CancellationToken.None);
    }
}
