using Microsoft.Data.Sqlite;
using SQLitePCL;
using PriceStream.Web.Data.Sqlite;

namespace PriceStream.Web.Data.Recovery;

/// <summary>How the database file is doing. What finds a fault reports it here; while there is one, what is written goes to the database in memory.</summary>
public sealed partial class StorageState(DatabaseFile file, TimeProvider clock, ILogger<StorageState> logger)
{
    // The extended codes of SQLITE_IOERR that come of reading (https://www.sqlite.org/rescode.html).
    private const int ReadFault = raw.SQLITE_IOERR | (1 << 8);
    private const int ShortRead = raw.SQLITE_IOERR | (2 << 8);
    private const int Moved = raw.SQLITE_READONLY | (4 << 8);

    private readonly Lock changing = new();
    private StorageFault? fault;
    private int generation;

    /// <summary>Null while all is well.</summary>
    public StorageFault? Fault => Volatile.Read(ref fault);

    /// <summary>Whether the file answers reads.</summary>
    public bool CanRead => Fault is null or { Kind: StorageFaultKind.Unwritable };

    public bool CanWrite => Fault is null;

    /// <summary>Takes note of what the file's use has thrown.</summary>
    /// <returns>Whether it is the file's fault: then the same once more goes to the database in memory.</returns>
    public bool Report(Exception exception)
    {
        var found = FaultOf(exception);
        if (found is var (kind, reason))
        {
            Report(kind, reason);
        }

        return found is not null;
    }

    /// <summary>A fault stays what it was first, unless the file turns out to be worse than that.</summary>
    public void Report(StorageFaultKind kind, string reason)
    {
        bool told;
        lock (changing)
        {
            if (fault is not null && fault.Kind >= kind)
            {
                return;
            }

            told = fault?.Reason == reason;
            Volatile.Write(ref fault, new(kind, reason, fault?.Since ?? clock.GetUtcNow()));
        }

        if (!told)
        {
            Failed(reason);
        }
    }

    /// <summary>Counts how often another file has taken this one's place: what was read of the one before may not be in it.</summary>
    public int Generation => Volatile.Read(ref generation);

    public void Replaced() => Interlocked.Increment(ref generation);

    public void Recovered()
    {
        lock (changing)
        {
            Volatile.Write(ref fault, null);
        }
    }

    private (StorageFaultKind Kind, string Reason)? FaultOf(Exception exception) => exception switch
    {
        SqliteException sqlite => FaultOf(sqlite),
        _ => exception.InnerException is { } inner ? FaultOf(inner) : null,
    };

    private (StorageFaultKind Kind, string Reason)? FaultOf(SqliteException exception) => exception.SqliteErrorCode switch
    {
        raw.SQLITE_FULL => (StorageFaultKind.Unwritable, $"the disk of {file.Path} is full"),
        raw.SQLITE_READONLY when exception.SqliteExtendedErrorCode == Moved => (StorageFaultKind.Moved, $"the database file {file.Path} was deleted or replaced"),
        raw.SQLITE_READONLY => (StorageFaultKind.Unwritable, $"the database {file.Path} is read-only"),
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => (StorageFaultKind.Damaged, $"the database file {file.Path} is damaged"),
        raw.SQLITE_CANTOPEN when !File.Exists(file.Path) => (StorageFaultKind.Moved, $"the database file {file.Path} is gone"),
        raw.SQLITE_CANTOPEN => (StorageFaultKind.Unreadable, $"the database {file.Path} cannot be opened{WhyNot()}"),
        raw.SQLITE_IOERR when exception.SqliteExtendedErrorCode is ReadFault or ShortRead => (StorageFaultKind.Unreadable, $"the disk of {file.Path} cannot be read"),
        raw.SQLITE_IOERR => (StorageFaultKind.Unwritable, $"the disk of {file.Path} cannot be written{WhyNot()}"),
        raw.SQLITE_ERROR when exception.Message.Contains("no such table", StringComparison.Ordinal) => (StorageFaultKind.Moved, $"the file {file.Path} is another database"),
        _ => null,
    };

    // SQLite knows that it did not work; the system knows why.
    private string WhyNot()
    {
        if (file.FreeBytes < 1 << 16)
        {
            return ": it is full";
        }

        try
        {
            using var probe = new FileStream(file.Path + ".probe", FileMode.Create, FileAccess.Write, FileShare.Read, 1, FileOptions.DeleteOnClose);
            return "";
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return ": " + fault.Message;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Nothing is stored from now on, what comes is kept in memory: {Reason}")]
    private partial void Failed(string reason);
}
