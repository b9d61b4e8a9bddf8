using PriceStream.Web.Data.Sqlite;

namespace PriceStream.Web.Data.Recovery;

/// <summary>
/// Whether the database file works. Code that finds it broken reports that here. Until it works again, writes go to the database in
/// memory.
/// </summary>
public sealed partial class StorageState(DatabaseFile file, TimeProvider clock, ILogger<StorageState> logger)
{
    private readonly Lock changing = new();
    private StorageFailure? failure;
    private int generation;

    /// <summary>Null while the file works.</summary>
    public StorageFailure? Failure => Volatile.Read(ref failure);

    /// <summary>Whether the file can be read.</summary>
    public bool CanRead => Failure is null or { Kind: StorageFailureKind.Unwritable };

    /// <summary>Whether the file takes writes.</summary>
    public bool CanWrite => Failure is null;

    /// <summary>How often the file was replaced. The new file may lack rows that were read from the old one.</summary>
    public int Generation => Volatile.Read(ref generation);

    /// <summary>Reports an exception that came from using the file.</summary>
    /// <returns>Whether the file caused it, so that the same call can succeed on the database in memory.</returns>
    public bool Report(Exception exception)
    {
        var found = SqliteFailures.Of(exception, file);
        if (found is var (kind, reason))
        {
            Report(kind, reason);
        }

        return found is not null;
    }

    /// <summary>Reports an exception that came from reading the file, so that reads switch to the database in memory.</summary>
    /// <returns>Whether the file caused it.</returns>
    public bool ReportUnreadable(Exception exception)
    {
        var found = SqliteFailures.Of(exception, file);
        if (found is var (kind, reason))
        {
            Report(kind == StorageFailureKind.Unwritable ? StorageFailureKind.Unreadable : kind, reason);
        }

        return found is not null;
    }

    /// <summary>Why the file caused an exception, human-readable; null when it did not.</summary>
    public string? ReasonOf(Exception exception) => SqliteFailures.Of(exception, file)?.Reason;

    /// <summary>Reports that the file was deleted or replaced.</summary>
    public void ReportMoved()
    {
        var (kind, reason) = SqliteFailures.OfMoved(file);
        Report(kind, reason);
    }

    /// <summary>Reports that the file has failed. A new reason replaces an earlier one only if it is more serious.</summary>
    /// <param name="reason">Human-readable.</param>
    public void Report(StorageFailureKind kind, string reason)
    {
        bool isLogged;
        lock (changing)
        {
            if (failure is not null && failure.Kind >= kind)
            {
                return;
            }

            isLogged = failure?.Reason == reason;
            Volatile.Write(ref failure, new(kind, reason, PublicReasonOf(reason), failure?.Since ?? clock.GetUtcNow()));
        }

        if (!isLogged)
        {
            Suspended(reason);
        }
    }

    /// <summary>Call when another file has replaced the database.</summary>
    public void Replaced() => Interlocked.Increment(ref generation);

    /// <summary>Call when the file works again.</summary>
    public void Recovered()
    {
        lock (changing)
        {
            Volatile.Write(ref failure, null);
        }
    }

    // Reasons name the file by its path, and after a colon what the system reported. "the disk of PATH is full" becomes "the disk is full".
    private string PublicReasonOf(string reason)
    {
        var plain = reason
            .Replace(" of " + file.Path, "", StringComparison.Ordinal)
            .Replace(" " + file.Path, "", StringComparison.Ordinal)
            .Split(": ")[0];
        return plain.AsSpan().ContainsAny('/', '\\') ? "the database cannot be used" : plain;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Database writes suspended, buffering in memory: {Reason}")]
    private partial void Suspended(string reason);
}
