using PriceStream.Web.Data.Recovery;

namespace PriceStream.Web.Data.Sqlite;

/// <summary>
/// Opens the file, and brings it back when it fails. A missing or damaged file is replaced, and a damaged one is never deleted.
/// </summary>
public sealed class SqliteLifecycle(
    DatabaseFile file, DatabaseHandle handle, DatabaseRepair repair, UncleanShutdown unclean, StorageState state) : IStoreLifecycle
{
    public async Task OpenAsync(Func<Task<IAsyncDisposable>>? meanwhile, CancellationToken cancellationToken)
    {
        unclean.Detect();
        await handle.OpenAsync(meanwhile, cancellationToken);
        // Every page needs these, so damage in them is found before the first request.
        SqliteFile.Execute(handle.Connection!, "SELECT sum(length(name)) FROM items", cancellationToken);
        SqliteFile.Execute(handle.Connection!, "SELECT sum(high) FROM latest_prices", cancellationToken);
    }

    public Task InspectAsync(CancellationToken cancellationToken)
    {
        if (handle.HasMoved)
        {
            var (kind, reason) = SqliteFailures.OfMoved(file);
            state.Report(kind, reason);
            return Task.CompletedTask;
        }

        return unclean.CheckOnceAsync(cancellationToken);
    }

    public async Task<string> RecoverAsync(StorageFailure failure, CancellationToken cancellationToken)
    {
        if (failure.Kind == StorageFailureKind.Unwritable)
        {
            handle.Reopen(cancellationToken);
            SqliteFile.RequireWriteLock(handle.Connection!, cancellationToken); // before the outbox's turn, because polls wait for that
            return "the file is writable again";
        }

        await using var turn = await handle.TakeTurnAsync(cancellationToken);
        var done = failure.Kind switch
        {
            StorageFailureKind.Damaged => repair.FromDamage(cancellationToken),
            StorageFailureKind.Moved => repair.FromMove(cancellationToken),
            _ => "the file is readable again",
        };
        await handle.OpenInTurnAsync(null, cancellationToken);
        return done;
    }
}
