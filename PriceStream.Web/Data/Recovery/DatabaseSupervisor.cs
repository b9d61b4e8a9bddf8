using Microsoft.Data.Sqlite;

namespace PriceStream.Web.Data.Recovery;

/// <summary>
/// Opens the file at the start, watches over it, and brings it back when it fails: what was buffered in memory is written when the disk
/// takes it again; a file that is gone or damaged is replaced, and a damaged one never thrown away.
/// </summary>
public sealed partial class DatabaseSupervisor(
    DatabaseHandle handle, DatabaseRecovery recovery, UncleanShutdown unclean, StandbyDatabase standby, StorageState state,
    ILogger<DatabaseSupervisor> logger)
{
    private string? loggedObstacle;

    /// <summary>Whatever is wrong with the file, the site starts. Only another program's database is refused.</summary>
    /// <param name="meanwhile">Called when an upgrade begins; its result is disposed at the end.</param>
    /// <exception cref="DatabaseRefusedException">The file is another program's, or a newer version's.</exception>
    public async Task StartAsync(Func<Task<IAsyncDisposable>>? meanwhile, CancellationToken cancellationToken)
    {
        unclean.Detect();
        try
        {
            await handle.OpenAsync(meanwhile, cancellationToken);
            // No page works without the catalogue and the newest prices: damage in them is found here.
            standby.Fill();
        }
        catch (Exception exception) when (IsAboutTheDisk(exception) || state.Report(exception))
        {
            await StartWithoutFileAsync(exception, cancellationToken);
        }
    }

    /// <summary>Looks whether the file is still there; if it has failed, tries to bring it back.</summary>
    /// <returns>True when it was brought back just now.</returns>
    public async Task<bool> WatchAsync(CancellationToken cancellationToken)
    {
        if (state.Failure is null && handle.HasMoved)
        {
            state.ReportMoved();
        }

        if (state.Failure is null)
        {
            await unclean.CheckOnceAsync(cancellationToken);
        }

        return state.Failure is { } failure && await TryRecoverAsync(failure, cancellationToken);
    }

    private static bool IsAboutTheDisk(Exception exception) => exception is IOException or UnauthorizedAccessException;

    private async Task StartWithoutFileAsync(Exception exception, CancellationToken cancellationToken)
    {
        if (IsAboutTheDisk(exception))
        {
            state.Report(StorageFailureKind.Unreadable, exception.Message);
        }

        if (state.Failure is { Kind: StorageFailureKind.Damaged } damage)
        {
            await TryRecoverAsync(damage, cancellationToken);
        }

        FillFromWhatCanBeRead();
    }

    private async Task<bool> TryRecoverAsync(StorageFailure failure, CancellationToken cancellationToken)
    {
        try
        {
            var (done, rows) = await recovery.RunAsync(failure, cancellationToken);
            loggedObstacle = null;
            Recovered(done, rows, failure.Since, failure.Reason);
            return true;
        }
        catch (Exception obstacle) when (IsAboutTheDisk(obstacle) || obstacle is SqliteException or DatabaseRefusedException)
        {
            if (obstacle.Message != loggedObstacle)
            {
                loggedObstacle = obstacle.Message;
                NotRecovered(obstacle.Message);
            }

            return false;
        }
    }

    private void FillFromWhatCanBeRead()
    {
        if (state.Failure is not { Kind: not StorageFailureKind.Damaged } failure)
        {
            return;
        }

        try
        {
            standby.Fill();
        }
        catch (SqliteException)
        {
            state.Report(StorageFailureKind.Unreadable, failure.Reason);
            standby.TryFillWithoutLog();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "Database writes resumed: {Done}. Stored {Rows} rows that were buffered in memory. Suspended since {Since:u}: {Reason}")]
    private partial void Recovered(string done, long rows, DateTimeOffset since, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Database writes stay suspended: {Obstacle}")]
    private partial void NotRecovered(string obstacle);
}
