using PriceStream.Web.Data.Recovery;
using PriceStream.Web.Data.Writes;

namespace PriceStream.Web.Data;

/// <summary>
/// Takes every write: writes it at once or, while the database does not take it, keeps it in memory, in order, until the database is
/// back. Writes run one at a time, first come, first served. A background job saves small batches, so it never holds up a poll.
/// </summary>
public sealed partial class Outbox(
    IPriceStore store, StorageState state, WriterFence fence, ILogger<Outbox> logger) : IDisposable
{
    /// <summary>The most that is kept: about half a day of prices.</summary>
    public const long MaxBytes = 32 << 20;

    private const long BytesATransaction = 2 << 20; // when everything is written
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly WriteQueue waiting = new(MaxBytes);
    private bool isOverflowLogged;
    private long fenced;

    /// <summary>How many prices and windows wait in memory until they can be stored.</summary>
    public long WaitingRows => waiting.Rows;

    /// <summary>How many writes were refused since the start, because the lease had passed to another instance.</summary>
    public long Fenced => Volatile.Read(ref fenced);

    /// <summary>Writes, or keeps the write until the database is back.</summary>
    /// <exception cref="LeaseLostException">Another instance has taken over. Nothing is written or kept.</exception>
    public Task SaveAsync(StoreWrite write, CancellationToken cancellationToken) => InTurnAsync(async () =>
    {
        RequireLease([write]);
        if (!waiting.IsEmpty || !state.CanWrite || !await TryWriteAsync(write, cancellationToken))
        {
            await ConfirmLeaseAsync(write, cancellationToken);
            Keep(write);
        }

        return true;
    }, cancellationToken);

    /// <summary>Deletes old rows, unless the database takes no writes: the next call deletes them.</summary>
    /// <returns>How many rows were deleted.</returns>
    public Task<int> PruneAsync(Prune prune, CancellationToken cancellationToken) =>
        InTurnAsync(async () => state.CanWrite ? await WriteAsync([prune], cancellationToken) : 0, cancellationToken);

    /// <summary>Writes everything that waits, in order, and then lets new writes through. Throws if the database fails again.</summary>
    /// <param name="known">Written first: what memory knows, because an older database may have replaced the one before.</param>
    /// <returns>How many rows had been waiting.</returns>
    public Task<long> FlushAsync(IReadOnlyList<StoreWrite> known, CancellationToken cancellationToken) => InTurnAsync(async () =>
    {
        var rows = waiting.Rows;
        try
        {
            await (fence.MayWrite ? WriteAsync(known, cancellationToken) : Task.CompletedTask);
            await WriteWaitingAsync(cancellationToken);
        }
        catch (LeaseLostException)
        {
            rows = 0; // the instance that has taken over stores what it reads itself
        }

        isOverflowLogged = false;
        state.Recovered();
        return rows;
    }, cancellationToken);

    public void Dispose() => turn.Dispose();

    private async Task<TResult> InTurnAsync<TResult>(Func<Task<TResult>> work, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            return await work();
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<bool> TryWriteAsync(StoreWrite write, CancellationToken cancellationToken)
    {
        try
        {
            await WriteAsync([write], cancellationToken);
            return true;
        }
        catch (Exception exception) when (state.ReasonOf(exception) is not null)
        {
            await ConfirmLeaseAsync(write, cancellationToken);
            state.Report(exception);
            return false;
        }
    }

    // The database ends the transaction of a writer that was suspended. If another instance has taken over, nothing of it is kept.
    private async Task ConfirmLeaseAsync(StoreWrite write, CancellationToken cancellationToken)
    {
        if (write.NeedsLease && !await fence.ConfirmAsync(cancellationToken))
        {
            throw Refuse();
        }
    }

    private async Task<int> WriteAsync(IReadOnlyList<StoreWrite> writes, CancellationToken cancellationToken)
    {
        RequireLease(writes);
        try
        {
            return await store.WriteAsync(writes, writes.Any(write => write.NeedsLease) ? fence.Epoch : null, cancellationToken);
        }
        catch (LeaseLostException)
        {
            Refuse();
            throw;
        }
    }

    private void RequireLease(IReadOnlyList<StoreWrite> writes)
    {
        if (!fence.MayWrite && writes.Any(write => write.NeedsLease))
        {
            throw Refuse();
        }
    }

    // Prices read under a lease that has passed on are not stored any more, nor are the writes that wait.
    private LeaseLostException Refuse()
    {
        Interlocked.Increment(ref fenced);
        if (!waiting.IsEmpty)
        {
            Discarded(waiting.Rows);
            waiting.Clear();
        }

        return new();
    }

    private async Task WriteWaitingAsync(CancellationToken cancellationToken)
    {
        while (!waiting.IsEmpty)
        {
            var some = waiting.Peek(BytesATransaction);
            try
            {
                await WriteAsync(some, cancellationToken);
            }
            catch (Exception exception) when (exception is not LeaseLostException && state.ReasonOf(exception) is null)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await WriteOldestAsync(cancellationToken);
                continue;
            }

            some.ForEach(_ => waiting.RemoveOldest());
        }
    }

    // One of several writes cannot be stored, whatever the state of the database: it must not hold up the others.
    private async Task WriteOldestAsync(CancellationToken cancellationToken)
    {
        var oldest = waiting.Peek(1)[0];
        try
        {
            await WriteAsync([oldest], cancellationToken);
        }
        catch (RelayBehindException)
        {
            // The log of the instances has gone on without it. Its prices are another write.
        }
        catch (Exception exception) when (exception is not LeaseLostException && state.ReasonOf(exception) is null)
        {
            NotStored(oldest.GetType().Name, oldest.Rows, exception);
        }

        waiting.RemoveOldest();
    }

    private void Keep(StoreWrite write)
    {
        if (waiting.Add(write) > 0 && !isOverflowLogged)
        {
            isOverflowLogged = true;
            Full(MaxBytes >> 20);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "The buffer in memory is full ({Megabytes} MB): its oldest rows are dropped, the newest prices stay. Logged once an outage")]
    private partial void Full(long megabytes);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Another instance has taken over: discarded {Rows} rows buffered in memory")]
    private partial void Discarded(long rows);

    [LoggerMessage(Level = LogLevel.Error, Message = "Dropped a buffered write ({Write}, {Rows} rows) that the database cannot take")]
    private partial void NotStored(string write, int rows, Exception exception);
}
