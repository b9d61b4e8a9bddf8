using Microsoft.Data.Sqlite;
using PriceStream.Web.Data.Recovery;
using SQLitePCL;

namespace PriceStream.Web.Data.Sqlite;

/// <summary>Diagnoses the database file from an exception.</summary>
internal static class SqliteFailures
{
    // The extended codes of SQLITE_IOERR for reads (https://www.sqlite.org/rescode.html).
    private const int FailedRead = raw.SQLITE_IOERR | (1 << 8);
    private const int ShortRead = raw.SQLITE_IOERR | (2 << 8);
    private const int Moved = raw.SQLITE_READONLY | (4 << 8);

    /// <summary>Returns what is wrong with the file, and a human-readable reason; null when the file did not cause the exception.</summary>
    public static (StorageFailureKind Kind, string Reason)? Of(Exception exception, DatabaseFile file) => exception switch
    {
        SqliteException sqlite => Of(sqlite, file),
        _ => exception.InnerException is { } inner ? Of(inner, file) : null,
    };

    private static (StorageFailureKind Kind, string Reason)? Of(SqliteException exception, DatabaseFile file) =>
    exception.SqliteErrorCode switch
    {
        raw.SQLITE_FULL => (StorageFailureKind.Unwritable, $"the disk of {file.Path} is full"),
        raw.SQLITE_BUSY => (LockedKind(file), Locked(file)),
        raw.SQLITE_READONLY when exception.SqliteExtendedErrorCode == Moved => OfMoved(file),
        raw.SQLITE_READONLY => (StorageFailureKind.Unwritable, $"the database {file.Path} is read-only"),
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => (StorageFailureKind.Damaged, $"the database file {file.Path} is damaged"),
        raw.SQLITE_CANTOPEN when !File.Exists(file.Path) => (StorageFailureKind.Moved, $"the database file {file.Path} is gone"),
        raw.SQLITE_CANTOPEN => (StorageFailureKind.Unreadable, $"the database {file.Path} cannot be opened{WhyNot(file)}"),
        raw.SQLITE_IOERR when exception.SqliteExtendedErrorCode is FailedRead or ShortRead =>
            (StorageFailureKind.Unreadable, $"the disk of {file.Path} cannot be read"),
        raw.SQLITE_IOERR => (StorageFailureKind.Unwritable, $"the disk of {file.Path} cannot be written{WhyNot(file)}"),
        raw.SQLITE_ERROR when exception.Message.Contains("no such table", StringComparison.Ordinal) =>
            (StorageFailureKind.Moved, $"the file {file.Path} is another database"),
        _ => null,
    };

    /// <summary>The reason while another program holds a lock.</summary>
    public static string Locked(DatabaseFile file) => $"another program has locked the database {file.Path}";

    public static (StorageFailureKind Kind, string Reason) OfMoved(DatabaseFile file) =>
        (StorageFailureKind.Moved, $"the database file {file.Path} was deleted or replaced");

    // Readers can go on beside a writer, unless that program has locked the file exclusively.
    private static StorageFailureKind LockedKind(DatabaseFile file) =>
        SqliteFile.IsLockedForReads(file.Path) ? StorageFailureKind.Unreadable : StorageFailureKind.Unwritable;

    // SQLite reports only that a call failed; the system reports why.
    private static string WhyNot(DatabaseFile file)
    {
        if (file.FreeBytes < 1 << 16)
        {
            return ", because the disk is full"; // without a colon: visitors read this too
        }

        try
        {
            using var probe = new FileStream(
                file.Path + ".probe", FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 1, FileOptions.DeleteOnClose);
            return "";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return ": " + exception.Message;
        }
    }
}
