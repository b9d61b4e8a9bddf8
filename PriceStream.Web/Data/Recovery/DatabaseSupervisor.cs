using Microsoft.Data.Sqlite;

namespace PriceStream.Web.Data.Recovery;

/// <summary>
/// Opens the file at the start, monitors it, and recovers it when it fails. Buffered rows are written once the disk accepts writes again.
/// A missing or damaged file is replaced, and a damaged one is never deleted.
/// </summary>
public sealed partial class DatabaseSupervisor(
    DatabaseHandle handle, DatabaseRecovery recovery, UncleanShutdown unclean, StandbyDatabase standby, StorageState state,
    ILogger<DatabaseSupervisor> logger)
{
    private string? loggedObstacle;

    /// <summary>Starts with the file or, whatever is wrong with it, without it. Only another program's database is refused.</summary>
    /// <param name="meanwhile">Called when an upgrade begins; its result is disposed at the end.</param>
    /// <exception cref="DatabaseRefusedException">The file is another program's, or a newer version's.</exception>
    public async Task StartAsync(Func<Task<IAsyncDisposable>>? meanwhile, CancellationToken cancellationToken)
    {
        unclean.Detect();
        try
        {
            await handle.OpenAsync(meanwhile, cancellationToken);
            // Reads the catalogue and the newest prices, which every page needs, so it also finds damage in them.
            standby.CreateAndFill(handle.Connection!);
        }
        catch (Exception exception) when (IsAboutTheDisk(exception) || state.Report(exception))
        {
            await StartWithoutFileAsync(exception, cancellationToken);
        }
    }

    /// <summary>Checks that the file is still there. If it has failed, tries to recover it.</summary>
    /// <returns>True when it was recovered just now.</returns>
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
            LogObstacle(obstacle, failure);
            return false;
        }
    }

    // Logged when it changes, and not if it is only the failure again.
    private void LogObstacle(Exception obstacle, StorageFailure failure)
    {
        var reason = state.ReasonOf(obstacle) ?? obstacle.Message;
        if (reason != failure.Reason && reason != loggedObstacle)
        {
            loggedObstacle = reason;
            NotRecovered(reason);
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
