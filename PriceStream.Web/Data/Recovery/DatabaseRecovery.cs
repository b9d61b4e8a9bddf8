using PriceStream.Web.Data.Sqlite;

namespace PriceStream.Web.Data.Recovery;

/// <summary>Brings a failed file back into use and writes to it what was buffered in memory.</summary>
public sealed class DatabaseRecovery(
    DatabaseHandle handle, DatabaseRepair repair, DatabaseWriter writer, StandbyDatabase standby, StorageState state,
    NewestPrices newest)
{
    /// <summary>Tries to recover once, and throws if that fails.</summary>
    /// <returns>What was done, human-readable, and how many buffered rows were written.</returns>
    public async Task<(string Done, long Rows)> RunAsync(StorageFailure failure, CancellationToken cancellationToken)
    {
        standby.Keep(newest());
        var done = await BringBackAsync(failure.Kind, cancellationToken);
        return (done, await MoveIntoFileAsync(cancellationToken));
    }

    private async Task<string> BringBackAsync(StorageFailureKind kind, CancellationToken cancellationToken)
    {
        if (kind == StorageFailureKind.Unwritable)
        {
            handle.Reopen(cancellationToken);
            SqliteFile.RequireWriteLock(handle.Connection!, cancellationToken); // before the writer's turn, because polls wait for that
            return "the file is writable again";
        }

        await using var turn = await handle.TakeTurnAsync(cancellationToken);
        var done = kind switch
        {
            StorageFailureKind.Damaged => repair.FromDamage(cancellationToken),
            StorageFailureKind.Moved => repair.FromMove(cancellationToken),
            _ => "the file is readable again",
        };
        await handle.OpenInTurnAsync(null, cancellationToken);
        return done;
    }

    // Until now, writers used the database in memory and did not wait.
    private async Task<long> MoveIntoFileAsync(CancellationToken cancellationToken)
    {
        var rows = 0L;
        await writer.InTurnAsync(() =>
        {
            rows = standby.MoveIntoFile();
            standby.Fill();
            state.Recovered();
            return Task.CompletedTask;
        }, cancellationToken);
        return rows;
    }
}
