using Microsoft.Data.Sqlite;

namespace PriceStream.Tests.Support;

/// <summary>Another program that holds a lock on a database file until it is disposed.</summary>
internal sealed class DatabaseLock : IDisposable
{
    private readonly SqliteConnection connection;

    private DatabaseLock(SqliteConnection connection) => this.connection = connection;

    /// <param name="statement">Takes the lock, such as <c>BEGIN IMMEDIATE</c>.</param>
    public static DatabaseLock Take(string file, string statement)
    {
        var settings = new SqliteConnectionStringBuilder { DataSource = file, Pooling = false };
        var connection = new SqliteConnection(settings.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
        return new(connection);
    }

    public void Dispose() => connection.Dispose(); // which rolls back and releases the lock
}
