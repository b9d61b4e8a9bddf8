using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SQLitePCL;
using PriceStream.Web.Data.Recovery;

namespace PriceStream.Web.Data.Sqlite;

/// <summary>
/// The way to write. SQLite has one writer at a time, and one that finds the file locked sleeps 150 ms before it looks again. So the
/// writers of this process queue here: first come, first served, and a background job that gives its turn back after each small batch
/// never holds up a poll. What the file does not take goes to the database in memory.
/// </summary>
public sealed class DatabaseWriter(DatabaseSource databases, StandbyDatabase standby, StorageState state) : IDisposable
{
    // A commit is in the log when it returns, and survives the process; only a machine that loses its power may lose the newest of them,
    // never the file's soundness (https://www.sqlite.org/pragma.html#pragma_synchronous). The log goes into the file by a job of its own,
    // outside any write, for a commit that had to do it would take as long as a hundred others. Should that job not run, at 100,000 pages, 400 MB.
    private const string Pragmas = "PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 100000";

    private readonly SemaphoreSlim free = new(1, 1);

    /// <summary>Waits for the turn and runs a transaction, all or nothing.</summary>
    /// <param name="write">What is done in it. Where the file fails, it is done a second time in the database in memory.</param>
    public Task WriteAsync(Func<WriteTransaction, Task> write, CancellationToken cancellationToken) => InTurnAsync(async () =>
    {
        if (!state.CanWrite || !await TryFileAsync(write, cancellationToken))
        {
            await WriteInMemoryAsync(write, cancellationToken);
        }
    }, cancellationToken);

    /// <summary>A transaction of prepared statements.</summary>
    public Task WriteAsync(Action<WriteTransaction> write, CancellationToken cancellationToken) => WriteAsync(transaction =>
    {
        write(transaction);
        return Task.CompletedTask;
    }, cancellationToken);

    /// <summary>Nobody else writes meanwhile.</summary>
    public async Task InTurnAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        await free.WaitAsync(cancellationToken);
        try
        {
            await work();
        }
        finally
        {
            free.Release();
        }
    }

    /// <summary>Moves what the log holds into the file, as far as no reader still needs it there. Writers and readers go on meanwhile.</summary>
    public async Task CheckpointAsync(CancellationToken cancellationToken)
    {
        await using var db = databases.CreateFileContext();
        await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(PASSIVE)", cancellationToken);
    }

    public void Dispose() => free.Dispose();

    private async Task<bool> TryFileAsync(Func<WriteTransaction, Task> write, CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(databases.CreateFileContext(), write, cancellationToken);
            return true;
        }
        catch (Exception fault) when (fault is SqliteException or DbUpdateException && state.Report(fault))
        {
            return false;
        }
    }

    private async Task WriteInMemoryAsync(Func<WriteTransaction, Task> write, CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(standby.CreateDbContext(), write, cancellationToken);
        }
        catch (SqliteException fault) when (fault.SqliteErrorCode == raw.SQLITE_FULL)
        {
            standby.Empty();
            await RunAsync(standby.CreateDbContext(), write, cancellationToken);
        }
    }

    private static async Task RunAsync(PriceStreamDb db, Func<WriteTransaction, Task> write, CancellationToken cancellationToken)
    {
        await using var _ = db;
        await db.Database.OpenConnectionAsync(cancellationToken);
        await db.Database.ExecuteSqlRawAsync(Pragmas, cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        using var statements = new WriteTransaction(db);
        await write(statements);
        await transaction.CommitAsync(cancellationToken);
    }
}
