using Npgsql;

namespace PriceStream.Web.Data.Postgres;

/// <summary>The pool of connections to the database.</summary>
public sealed class PostgresSource : IAsyncDisposable, IDisposable
{
    private string? version;

    public PostgresSource(PostgresConnection connection)
    {
        Connection = connection;
        Pool = new NpgsqlDataSourceBuilder(connection.ConnectionString).Build();
    }

    public PostgresConnection Connection { get; }

    public NpgsqlDataSource Pool { get; }

    /// <summary>Names the server in messages, without its version.</summary>
    public string Name => $"PostgreSQL at {Connection.Place}";

    /// <summary>Names the server with its version, once it has answered.</summary>
    public string Description => Volatile.Read(ref version) is { } known ? $"PostgreSQL {known} at {Connection.Place}" : Name;

    public async ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = await Pool.OpenConnectionAsync(cancellationToken);
        Volatile.Write(ref version, connection.PostgreSqlVersion.ToString());
        return connection;
    }

    public ValueTask DisposeAsync() => Pool.DisposeAsync();

    public void Dispose() => Pool.Dispose();
}
