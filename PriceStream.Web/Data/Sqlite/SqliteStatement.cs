using System.Data.Common;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace PriceStream.Web.Data.Sqlite;

/// <summary>
/// A prepared statement of whole numbers, for the hot reads and writes: SQLite's own calls on EF Core's connection. A DbCommand binds by name and makes a reader for
/// each run, and its reader asks about each column several times: it takes twice as long for a row read.
/// </summary>
public sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 connection;
    private readonly sqlite3_stmt statement;
    private readonly int[] places;

    /// <param name="open">An open connection.</param>
    /// <param name="parameters">Their names, in the order in which their values will be given.</param>
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

    /// <summary>Begins anew with these values.</summary>
    public void Bind(params ReadOnlySpan<long?> values)
    {
        _ = raw.sqlite3_reset(statement); // it repeats the last run's fault, which has been told
        for (var index = 0; index < values.Length; index++)
        {
            Check(values[index] is { } value ? raw.sqlite3_bind_int64(statement, places[index], value) : raw.sqlite3_bind_null(statement, places[index]));
        }
    }

    /// <summary>Whether there is a next row; <see cref="Number"/> and <see cref="NumberOrNull"/> are then of that row.</summary>
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

    // Zero is also what SQLite gives for null; that alone needs a second look.
    public long? NumberOrNull(int column) =>
        raw.sqlite3_column_int64(statement, column) is var value && (value != 0 || raw.sqlite3_column_type(statement, column) != raw.SQLITE_NULL) ? value : null;

    /// <summary>Runs it to its end with these values.</summary>
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
