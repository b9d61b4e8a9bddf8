using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using PriceStream.Web.Data.Sqlite;

namespace PriceStream.Web.Data.Recovery;

/// <summary>
/// Opens the file at the start, watches over it, and brings it back when it fails: what was kept in memory is written when the disk takes
/// it again; a file that is gone or damaged is replaced, and never thrown away.
/// </summary>
public sealed partial class DatabaseSupervisor(
    DatabaseFile file, DatabaseSource databases, DatabaseUpgrade upgrade, DatabaseRepair rescue, DatabaseWriter writer, StandbyDatabase standby,
    StorageState state, NewestPrices newest, TimeProvider clock, ILogger<DatabaseSupervisor> logger) : IDisposable
{
    private FileStream? use;
    private SqliteConnection? anchor; // what it has open stays readable, though the file should be deleted
    private bool stoppedUncleanly;
    private string? toldObstacle;

    /// <summary>Whatever is wrong with the file, the site starts. Only a database that is not this program's is refused.</summary>
    public async Task StartAsync(Func<Task<IAsyncDisposable>>? meanwhile, CancellationToken cancellationToken)
    {
        stoppedUncleanly = file.WalBytes > 0;
        try
        {
            Directory.CreateDirectory(file.Folder);
            await OpenInTurnAsync(meanwhile, cancellationToken);
            // The catalogue and the newest prices are what a page cannot do without: damage in them is found here.
            standby.Fill();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException || state.Report(fault))
        {
            if (fault is IOException or UnauthorizedAccessException)
            {
                state.Report(StorageFaultKind.Unreadable, fault.Message);
            }

            if (state.Fault!.Kind == StorageFaultKind.Damaged)
            {
                await TryRecoverAsync(cancellationToken);
            }

            FillFromWhatCanBeRead();
        }
    }

    /// <summary>Looks whether the file is still there; while it has a fault, tries to bring it back.</summary>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        if (state.Fault is null && anchor is not null && SqliteFile.HasMoved(anchor))
        {
            state.Report(StorageFaultKind.Moved, $"the database file {file.Path} was deleted or replaced");
        }

        if (state.Fault is null && stoppedUncleanly)
        {
            stoppedUncleanly = false;
            await CheckAsync(cancellationToken);
        }

        if (state.Fault is not null)
        {
            await TryRecoverAsync(cancellationToken);
        }
    }

    public void Dispose()
    {
        anchor?.Dispose();
        use?.Dispose();
    }

    // After a kill or a loss of power the file is sound, unless the disk lied. It is read once while the site goes on.
    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        var found = await Task.Factory.StartNew(() => SqliteFile.FindDamage(file.Path, thorough: false, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        if (found is not null)
        {
            state.Report(StorageFaultKind.Damaged, $"the database file {file.Path} is damaged: {found}");
            return;
        }

        var seconds = clock.GetElapsedTime(start).TotalSeconds;
        Sound(seconds);
    }

    private async Task OpenInTurnAsync(Func<Task<IAsyncDisposable>>? meanwhile, CancellationToken cancellationToken)
    {
        use ??= await FileLocks.WaitForUseAsync(file, clock, cancellationToken);
        await using var turn = await FileLocks.WaitForTurnAsync(file, clock, cancellationToken);
        await OpenAsync(meanwhile, cancellationToken);
    }

    private async Task OpenAsync(Func<Task<IAsyncDisposable>>? meanwhile, CancellationToken cancellationToken)
    {
        Close();
        rescue.TellOfBackups();
        await upgrade.RunAsync(meanwhile, cancellationToken);
        var opened = SqliteFile.Open(file.Path, SqliteOpenMode.ReadWrite);
        SqliteFile.Execute(opened, "SELECT count(*) FROM items", cancellationToken);
        anchor = opened;
    }

    // Nothing of the file may stay open here: a connection that was opened read-only stays so.
    private void Close()
    {
        anchor?.Dispose();
        anchor = null;
        using var pool = databases.CreateFileContext();
        SqliteConnection.ClearPool((SqliteConnection)pool.Database.GetDbConnection());
    }

    private async Task TryRecoverAsync(CancellationToken cancellationToken)
    {
        var fault = state.Fault!;
        try
        {
            standby.Keep(newest());
            var done = await RecoverAsync(fault, cancellationToken);
            var rows = await MoveIntoFileAsync(cancellationToken);
            toldObstacle = null;
            Recovered(done, rows, fault.Reason, fault.Since);
        }
        catch (Exception obstacle) when (obstacle is SqliteException or IOException or UnauthorizedAccessException or DatabaseRefusedException)
        {
            if (obstacle.Message != toldObstacle)
            {
                toldObstacle = obstacle.Message;
                NotYet(obstacle.Message);
            }
        }
    }

    // Until here writers went to the memory, and waited for nothing.
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

    /// <returns>What was done, for people.</returns>
    private async Task<string> RecoverAsync(StorageFault fault, CancellationToken cancellationToken)
    {
        if (fault.Kind == StorageFaultKind.Unwritable)
        {
            Close();
            anchor = SqliteFile.Open(file.Path, SqliteOpenMode.ReadWrite);
            SqliteFile.Execute(anchor, "SELECT count(*) FROM items", cancellationToken);
            return "the file takes writes again";
        }

        use ??= await FileLocks.WaitForUseAsync(file, clock, cancellationToken);
        await using var turn = await FileLocks.WaitForTurnAsync(file, clock, cancellationToken);
        var done = fault.Kind switch
        {
            StorageFaultKind.Damaged => rescue.FromDamage(Close, cancellationToken),
            StorageFaultKind.Moved => rescue.FromMove(anchor, Close, cancellationToken),
            _ => "the file can be read again",
        };
        await OpenAsync(null, cancellationToken);
        return done;
    }

    private void FillFromWhatCanBeRead()
    {
        if (state.Fault is not { Kind: not StorageFaultKind.Damaged })
        {
            return;
        }

        try
        {
            standby.Fill();
        }
        catch (SqliteException)
        {
            state.Report(StorageFaultKind.Unreadable, state.Fault.Reason);
            TryFillImmutable();
        }
    }

    // A disk that takes nothing cannot hold SQLite's index of the log either. Without the log the file can still be read, as it was at the last checkpoint.
    private void TryFillImmutable()
    {
        try
        {
            standby.Fill(new Uri(file.Path).AbsoluteUri + "?immutable=1");
        }
        catch (SqliteException)
        {
            // Then the catalogue comes from the source.
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The last run did not end by itself; its database was checked in {Seconds:0.0} s and is sound")]
    private partial void Sound(double seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database is in use again: {Done}. {Rows} rows that were kept in memory are in it now. It had failed ({Reason}) since {Since:u}")]
    private partial void Recovered(string done, long rows, string reason, DateTimeOffset since);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database is not in use yet: {Obstacle}")]
    private partial void NotYet(string obstacle);
}
