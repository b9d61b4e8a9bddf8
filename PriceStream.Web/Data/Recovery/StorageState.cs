namespace PriceStream.Web.Data.Recovery;

/// <summary>
/// Whether the database works. Code that finds it broken reports that here. Until it works again, writes wait in the
/// <see cref="Outbox"/>.
/// </summary>
public sealed partial class StorageState(IPriceStore store, TimeProvider clock, ILogger<StorageState> logger)
{
    private readonly Lock changing = new();
    private StorageFailure? failure;
    private int generation;

    /// <summary>The engine and where its data is, human-readable.</summary>
    public string Store => store.Description;

    /// <summary>Null while the database works.</summary>
    public StorageFailure? Failure => Volatile.Read(ref failure);

    /// <summary>Whether the database can be read.</summary>
    public bool CanRead => Failure is null or { Kind: StorageFailureKind.Unwritable };

    /// <summary>Whether the database takes writes.</summary>
    public bool CanWrite => Failure is null;

    /// <summary>How often the database was replaced. The new one may lack rows that were read from the old one.</summary>
    public int Generation => Volatile.Read(ref generation);

    /// <summary>Reports an exception that came from using the database.</summary>
    /// <returns>Whether the database caused it.</returns>
    public bool Report(Exception exception)
    {
        var found = store.Diagnose(exception);
        if (found is var (kind, reason))
        {
            Report(kind, reason);
        }

        return found is not null;
    }

    /// <summary>Reports an exception that came from reading the database, so that nothing is read until it is back.</summary>
    /// <returns>Whether the database caused it.</returns>
    public bool ReportUnreadable(Exception exception)
    {
        var found = store.Diagnose(exception);
        if (found is var (kind, reason))
        {
            Report(kind == StorageFailureKind.Unwritable ? StorageFailureKind.Unreadable : kind, reason);
        }

        return found is not null;
    }

    /// <summary>Why the database caused an exception, human-readable; null when it did not.</summary>
    public string? ReasonOf(Exception exception) => store.Diagnose(exception)?.Reason;

    /// <summary>A reason as visitors may read it.</summary>
    public string ForVisitors(string reason) => store.ForVisitors(reason);

    /// <summary>Reports that the database has failed. A new reason replaces an earlier one only if it is more serious.</summary>
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
            Volatile.Write(ref failure, new(kind, reason, store.ForVisitors(reason), failure?.Since ?? clock.GetUtcNow()));
        }

        if (!isLogged)
        {
            Suspended(reason);
        }
    }

    /// <summary>Call when another database has replaced this one.</summary>
    public void Replaced() => Interlocked.Increment(ref generation);

    /// <summary>Call when the database works again.</summary>
    public void Recovered()
    {
        lock (changing)
        {
            Volatile.Write(ref failure, null);
        }
    }

    /// <summary>Reads rows that the site can do without for a while. Reads again if the first try finds the database unreadable.</summary>
    /// <returns>None while the database cannot be read.</returns>
    internal async Task<IReadOnlyList<TRow>> ReadOrNoneAsync<TRow>(Func<Task<List<TRow>>> read)
    {
        for (var isAgain = false; ; isAgain = true)
        {
            try
            {
                return await read();
            }
            catch (Exception exception) when (exception is not OperationCanceledException && IsUnreadable(exception))
            {
                if (isAgain)
                {
                    return [];
                }
            }
        }
    }

    // While it is failing, an error of any kind is a part of that: a database that could not be upgraded has no such column.
    private bool IsUnreadable(Exception exception)
    {
        if (Failure is not { } known)
        {
            return ReportUnreadable(exception);
        }

        Report(StorageFailureKind.Unreadable, known.Reason);
        return true;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Database writes suspended, buffering in memory: {Reason}")]
    private partial void Suspended(string reason);
}
