using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace PriceStream.Web.Data.Sqlite;

/// <summary>Direct calls to SQLite, without EF Core. They block.</summary>
internal static class SqliteFile
{
    /// <summary>
    /// How many seconds a statement waits for a lock. Writers of this site hold one for milliseconds, so a longer wait means that another
    /// program holds it.
    /// </summary>
    public const int LockTimeout = 2;

    private const int HasMovedControl = 20; // SQLITE_FCNTL_HAS_MOVED

    /// <summary>Opens a connection that is not pooled. The file is passed as a URI, so that databases in memory can be attached.</summary>
    public static SqliteConnection Open(string file, SqliteOpenMode mode)
    {
        var settings = new SqliteConnectionStringBuilder { DataSource = UriOf(file), Mode = mode, Pooling = false };
        var connection = new SqliteConnection(settings.ConnectionString);
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

    /// <summary>Opens a file for reads and writes, and reads a table, so that an unreadable file throws here.</summary>
    public static SqliteConnection OpenReadable(string file, CancellationToken cancellationToken)
    {
        var connection = Open(file, SqliteOpenMode.ReadWrite);
        try
        {
            Execute(connection, "SELECT count(*) FROM items", cancellationToken);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Runs statements until they end or the token interrupts them. Gives up on a lock after the timeout.</summary>
    /// <returns>The first value of the first result.</returns>
    public static object? Execute(
        SqliteConnection connection, string sql, CancellationToken cancellationToken = default,
        params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = LockTimeout; // limits only the wait for a lock
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        using var interrupt = cancellationToken.Register(() => raw.sqlite3_interrupt(connection.Handle));
        return command.ExecuteScalar();
    }

    /// <summary>Whether the database has no table.</summary>
    public static bool IsEmpty(SqliteConnection connection) => (long)Execute(connection, "SELECT count(*) FROM sqlite_master")! == 0;

    /// <summary>Whether the database is PriceStream's, of any version.</summary>
    public static bool IsOurs(SqliteConnection connection) => (long)Execute(
        connection, "SELECT count(*) FROM sqlite_master WHERE name IN ('__EFMigrationsHistory', 'latest_prices')")! == 2;

    /// <summary>The names of the migrations that a database has, in no particular order.</summary>
    public static string[] Migrations(SqliteConnection connection) =>
        (Execute(connection, "SELECT group_concat(MigrationId) FROM __EFMigrationsHistory") as string)?.Split(',') ?? [];

    /// <summary>The statements that create the database's tables and indices.</summary>
    public static string Schema(SqliteConnection connection) => (string)Execute(connection, """
        SELECT group_concat(sql, ';' ORDER BY rowid) FROM sqlite_master
        WHERE type IN ('table', 'index') AND sql IS NOT NULL AND name NOT LIKE 'sqlite\_%' ESCAPE '\'
        """)!;

    /// <summary>The size of a copy that <see cref="VacuumInto"/> would make, in bytes.</summary>
    public static long VacuumedSize(SqliteConnection connection, CancellationToken cancellationToken) => (long)Execute(connection, """
        SELECT (p.page_count - f.freelist_count) * s.page_size
        FROM pragma_page_count p, pragma_freelist_count f, pragma_page_size s
        """, cancellationToken)!;

    /// <summary>Copies the database to a new file in one read transaction, which blocks no writer and no reader.</summary>
    public static void VacuumInto(SqliteConnection connection, string file, CancellationToken cancellationToken) =>
        Execute(connection, "VACUUM main INTO $file", cancellationToken, ("$file", file));

    /// <summary>Moves the write-ahead log into the file and truncates it.</summary>
    public static void EmptyLog(SqliteConnection connection) => Execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)");

    /// <summary>Whether the file that the connection has open no longer has its name.</summary>
    public static bool HasMoved(SqliteConnection connection) =>
        sqlite3_file_control(connection.Handle!, nint.Zero, HasMovedControl, out var moved) == raw.SQLITE_OK && moved != 0;

    /// <summary>Returns the first error that SQLite finds in a file; null when it is sound.</summary>
    /// <param name="thorough">Also compares indices with their tables.</param>
    public static string? FindDamage(string file, bool thorough, CancellationToken cancellationToken)
    {
        try
        {
            using var connection = Open(file, SqliteOpenMode.ReadOnly);
            var found = Execute(connection, thorough ? "PRAGMA integrity_check(1)" : "PRAGMA quick_check(1)", cancellationToken);
            return found is "ok" ? null : found?.ToString() ?? "no answer";
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB)
        {
            return exception.Message;
        }
    }

    /// <summary>Throws if another program holds the lock for writes.</summary>
    public static void RequireWriteLock(SqliteConnection connection, CancellationToken cancellationToken) =>
        Execute(connection, "BEGIN IMMEDIATE; ROLLBACK", cancellationToken);

    /// <summary>Whether a lock of another program keeps this one from reads, and not only from writes.</summary>
    public static bool IsLockedForReads(string file)
    {
        try
        {
            using var connection = Open(file, SqliteOpenMode.ReadWrite);
            Execute(connection, "SELECT count(*) FROM sqlite_master");
            return false;
        }
        catch (SqliteException exception)
        {
            return exception.SqliteErrorCode == raw.SQLITE_BUSY;
        }
    }

    /// <summary>Flushes a file to the disk. Only for files that SQLite does not have open.</summary>
    public static void Flush(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        stream.Flush(flushToDisk: true);
    }

    private static string UriOf(string file) =>
        file.StartsWith("file:", StringComparison.Ordinal) ? file : new Uri(Path.GetFullPath(file)).AbsoluteUri;

    [DllImport("e_sqlite3", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern int sqlite3_file_control(sqlite3 connection, nint schema, int operation, out int value);
}
