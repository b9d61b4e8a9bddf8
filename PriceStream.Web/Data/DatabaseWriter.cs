using Microsoft.EntityFrameworkCore;

namespace PriceStream.Web.Data;

/// <summary>
/// The way to write. SQLite has one writer at a time, and one that finds the file locked sleeps 150 ms before it looks again. So the
/// writers of this process queue here: first come, first served, and a background job that gives its turn back after each small batch
/// never holds up a poll.
/// </summary>
public sealed class DatabaseWriter(IDbContextFactory<PriceStreamDb> databases) : IDisposable
{
    // A commit is in the log when it returns, and survives the process; only a machine that loses its power may lose the newest of them,
    // never the file's soundness (https://www.sqlite.org/pragma.html#pragma_synchronous). The log goes into the file by a job of its own,
    // outside any write, for a commit that had to do it would take as long as a hundred others. Should that job not run, at 100,000 pages, 400 MB.
    private const string Pragmas = "PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 100000";

    private readonly SemaphoreSlim free = new(1, 1);

    /// <summary>Waits for the turn and begins a transaction. It is rolled back, and the turn given back, when it is disposed uncommitted.</summary>
    public async Task<WriteTransaction> BeginAsync(CancellationToken cancellationToken)
    {
        await free.WaitAsync(cancellationToken);
        PriceStreamDb? db = null;
        try
        {
            db = await databases.CreateDbContextAsync(cancellationToken);
            await db.Database.OpenConnectionAsync(cancellationToken);
            await db.Database.ExecuteSqlRawAsync(Pragmas, cancellationToken);
            return new(db, await db.Database.BeginTransactionAsync(cancellationToken), free);
        }
        catch
        {
            if (db is not null)
            {
                await db.DisposeAsync();
            }

            free.Release();
            throw;
        }
    }

    /// <summary>Waits for the turn and saves what was changed in a context.</summary>
    public async Task<int> SaveChangesAsync(PriceStreamDb db, CancellationToken cancellationToken)
    {
        await free.WaitAsync(cancellationToken);
        try
        {
            return await db.SaveChangesAsync(cancellationToken);
        }
        finally
        {
            free.Release();
        }
    }

    /// <summary>Moves what the log holds into the file, as far as no reader still needs it there. Writers and readers go on meanwhile.</summary>
    public async Task CheckpointAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(PASSIVE)", cancellationToken);
    }

    public void Dispose() => free.Dispose();
}
