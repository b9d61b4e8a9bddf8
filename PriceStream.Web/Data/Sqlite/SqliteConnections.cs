using Microsoft.Data.Sqlite;

namespace PriceStream.Web.Data.Sqlite;

/// <summary>Opens pooled connections to the file.</summary>
public sealed class SqliteConnections(DatabaseFile file)
{
    /// <summary>
    /// Also EF Core's. The file is created only at the start: if it is deleted later, SQLite must not create an empty one.
    /// </summary>
    public string ConnectionString { get; } = new SqliteConnectionStringBuilder(file.ConnectionString)
    {
        Mode = SqliteOpenMode.ReadWrite,
        DefaultTimeout = SqliteFile.LockTimeout,
    }.ConnectionString;

    public SqliteConnection Open()
    {
        var connection = new SqliteConnection(ConnectionString);
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Closes the pooled connections: one that was opened read-only stays read-only.</summary>
    public void Clear()
    {
        using var pool = new SqliteConnection(ConnectionString);
        SqliteConnection.ClearPool(pool);
    }
}
