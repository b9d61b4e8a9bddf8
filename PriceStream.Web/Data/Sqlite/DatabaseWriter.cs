using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using PriceStream.Web.Data.Recovery;
using SQLitePCL;

namespace PriceStream.Web.Data.Sqlite;

/// <summary>
/// Runs every write. SQLite allows one writer at a time, and a writer that finds the file locked sleeps 150 ms before it retries. So the
/// writers of this process queue here, first come, first served. A background job ends its turn after each small batch and so never holds
/// up a poll. A write that fails because of the file goes to the database in memory.
/// </summary>
public sealed class DatabaseWriter(DatabaseSource databases, StandbyDatabase standby, StorageState state) : IDisposable
{
    // A commit is in the log when it returns, and survives a crash of the process. Only a power failure may lose the newest commits, and it
    // never damages the file (https://www.sqlite.org/pragma.html#pragma_synchronous). A separate job moves the log into the file, outside
    // any write, because a commit that did so would take as long as a hundred others. Without that job it happens at 100,000 pages, 400 MB.
    private const string Pragmas = "PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 100000";

    private readonly SemaphoreSlim free = new(1, 1);

    /// <summary>Waits for the turn and runs a transaction, all or nothing.</summary>
    /// <param name="write">Called a second time, for the database in memory, if the file fails.</param>
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

    /// <summary>Waits for the turn and runs work during which no other writer in this process runs.</summary>
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

    /// <summary>Moves the log into the file, except for parts that a reader still needs. Does not block writers or readers.</summary>
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
        catch (Exception exception) when (exception is SqliteException or DbUpdateException && state.Report(exception))
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
        catch (SqliteException exception) when (exception.SqliteErrorCode == raw.SQLITE_FULL)
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
