using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace PriceStream.Web.Data.Sqlite;

/// <summary>What is asked of SQLite itself, beside EF Core. These calls block.</summary>
internal static class SqliteFile
{
    private const int HasMovedControl = 20; // SQLITE_FCNTL_HAS_MOVED

    /// <summary>A connection of its own, which is closed when it is disposed. The file is given as a URI, so that databases in memory can be attached.</summary>
    public static SqliteConnection Open(string file, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = UriOf(file), Mode = mode, Pooling = false }.ConnectionString);
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

    public static object? Execute(SqliteConnection connection, string sql, CancellationToken cancellationToken = default, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        using var interrupt = cancellationToken.Register(() => raw.sqlite3_interrupt(connection.Handle));
        return command.ExecuteScalar();
    }

    /// <summary>Whether the file that the connection has open is no longer the one of that name.</summary>
    public static bool HasMoved(SqliteConnection connection) =>
        sqlite3_file_control(connection.Handle!, nint.Zero, HasMovedControl, out var moved) == raw.SQLITE_OK && moved != 0;

    /// <summary>What SQLite finds wrong in a file; null when it is sound.</summary>
    /// <param name="thorough">Indices are compared with their tables as well.</param>
    public static string? FindDamage(string file, bool thorough, CancellationToken cancellationToken)
    {
        try
        {
            using var connection = Open(file, SqliteOpenMode.ReadOnly);
            return Execute(connection, thorough ? "PRAGMA integrity_check(1)" : "PRAGMA quick_check(1)", cancellationToken) is not "ok" and var found ? found?.ToString() ?? "no answer" : null;
        }
        catch (SqliteException fault) when (fault.SqliteErrorCode is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB)
        {
            return fault.Message;
        }
    }

    /// <summary>Waits until what is written is on the disk. Only for files that SQLite does not have open.</summary>
    public static void Flush(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        stream.Flush(flushToDisk: true);
    }

    private static string UriOf(string file) => file.StartsWith("file:", StringComparison.Ordinal) ? file : new Uri(Path.GetFullPath(file)).AbsoluteUri;

    [DllImport("e_sqlite3", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern int sqlite3_file_control(sqlite3 connection, nint schema, int operation, out int value);
}
