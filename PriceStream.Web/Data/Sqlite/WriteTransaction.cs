using Microsoft.Data.Sqlite;

namespace PriceStream.Web.Data.Sqlite;

/// <summary>A transaction's prepared statements. SaveChanges of EF Core takes about 25 times as long.</summary>
internal sealed class WriteTransaction(SqliteConnection connection) : IDisposable
{
    private readonly List<SqliteStatement> statements = [];

    public SqliteConnection Connection => connection;

    /// <summary>Prepares a statement of whole numbers. The transaction disposes it.</summary>
    public SqliteStatement Prepare(string sql, params ReadOnlySpan<string> parameters)
    {
        var statement = new SqliteStatement(connection, sql, parameters);
        statements.Add(statement);
        return statement;
    }

    public void Dispose()
    {
        foreach (var statement in statements)
        {
            statement.Dispose();
        }
    }
}
