using System.Data.Common;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace PriceStream.Web.Data.Sqlite;

/// <summary>
/// A prepared statement for the hot reads and writes, with SQLite's own calls on EF Core's connection. A DbCommand takes
/// twice as long per row: it binds by name, creates a reader for each run, and inspects each column several times.
/// </summary>
public sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 connection;
    private readonly sqlite3_stmt statement;
    private readonly int[] places;

    /// <param name="open">An open connection.</param>
    /// <param name="parameters">Their names, in the order of the values that are bound later.</param>
    public SqliteStatement(DbConnection open, string sql, params ReadOnlySpan<string> parameters)
    {
        connection = ((SqliteConnection)open).Handle!;
        Check(raw.sqlite3_prepare_v2(connection, sql, out statement));
        places = new int[parameters.Length];
        for (var index = 0; index < places.Length; index++)
        {
            places[index] = raw.sqlite3_bind_parameter_index(statement, parameters[index]);
        }
    }

    /// <summary>Resets the statement and binds these values.</summary>
    public void Bind(params ReadOnlySpan<long?> values)
    {
        _ = raw.sqlite3_reset(statement); // it returns the last run's error once more
        for (var index = 0; index < values.Length; index++)
        {
            var result = values[index] is { } value
                ? raw.sqlite3_bind_int64(statement, places[index], value)
                : raw.sqlite3_bind_null(statement, places[index]);
            Check(result);
        }
    }

    /// <summary>Moves to the next row, whose columns <see cref="Number"/> and <see cref="NumberOrNull"/> then return.</summary>
    /// <returns>Whether there is one.</returns>
    public bool Step()
    {
        var result = raw.sqlite3_step(statement);
        if (result == raw.SQLITE_ROW)
        {
            return true;
        }

        Check(result == raw.SQLITE_DONE ? raw.SQLITE_OK : result);
        return false;
    }

    public long Number(int column) => raw.sqlite3_column_int64(statement, column);

    public long? NumberOrNull(int column)
    {
        var value = raw.sqlite3_column_int64(statement, column);
        // SQLite returns 0 for null as well; only that needs a second call.
        return value == 0 && raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL ? null : value;
    }

    public string? TextOrNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL
        ? null
        : raw.sqlite3_column_text(statement, column).utf8_to_string();

    /// <summary>Runs the statement to its end with these values.</summary>
    /// <returns>How many rows it changed.</returns>
    public int Execute(params ReadOnlySpan<long?> values)
    {
        Bind(values);
        while (Step())
        {
        }

        return raw.sqlite3_changes(connection);
    }

    public void Dispose() => statement.Dispose();

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, connection);
}
