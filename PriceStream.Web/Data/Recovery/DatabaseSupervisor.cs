using PriceStream.Web.Data.Writes;

namespace PriceStream.Web.Data.Recovery;

/// <summary>
/// Opens the database at the start, monitors it, and recovers it when it fails. Then it writes what was buffered meanwhile.
/// </summary>
public sealed partial class DatabaseSupervisor(
    IStoreLifecycle database, Outbox outbox, StorageState state, KnownItems items, NewestPrices prices, ILogger<DatabaseSupervisor> logger)
{
    private string? loggedObstacle;

    /// <summary>Starts with the database or, whatever is wrong with it, without it.</summary>
    /// <param name="meanwhile">Called when an upgrade begins; its result is disposed at the end.</param>
    /// <exception cref="DatabaseRefusedException">The administrator has to change something first.</exception>
    public async Task StartAsync(Func<Task<IAsyncDisposable>>? meanwhile, CancellationToken cancellationToken)
    {
        try
        {
            await database.OpenAsync(meanwhile, cancellationToken);
        }
        catch (Exception exception) when (IsAboutTheDisk(exception) || state.Report(exception))
        {
            if (IsAboutTheDisk(exception))
            {
                state.Report(StorageFailureKind.Unreadable, exception.Message);
            }

            if (state.Failure is { Kind: StorageFailureKind.Damaged } damage)
            {
                await TryRecoverAsync(damage, cancellationToken);
            }
        }
    }

    /// <summary>Checks that the database is still there. If it has failed, tries to recover it.</summary>
    /// <returns>True when it was recovered just now.</returns>
    public async Task<bool> WatchAsync(CancellationToken cancellationToken)
    {
        if (state.Failure is null)
        {
            await database.InspectAsync(cancellationToken);
        }

        return state.Failure is { } failure && await TryRecoverAsync(failure, cancellationToken);
    }

    private static bool IsAboutTheDisk(Exception exception) => exception is IOException or UnauthorizedAccessException;

    private async Task<bool> TryRecoverAsync(StorageFailure failure, CancellationToken cancellationToken)
    {
        try
        {
            var done = await database.RecoverAsync(failure, cancellationToken);
            var rows = await outbox.FlushAsync([new SaveItems(items()), new SavePrices(prices())], cancellationToken);
            loggedObstacle = null;
            Recovered(done, rows, failure.Since, failure.Reason);
            return true;
        }
        catch (Exception obstacle) when (
            IsAboutTheDisk(obstacle) || obstacle is DatabaseRefusedException || state.ReasonOf(obstacle) is not null)
        {
            LogObstacle(obstacle, failure);
            return false;
        }
    }

    // Logged when it changes, and not if it is only the failure again.
    private void LogObstacle(Exception obstacle, StorageFailure failure)
    {
        var reason = state.ReasonOf(obstacle) ?? obstacle.Message;
        var kind = state.ForVisitors(reason); // without what the system reported, which may change while a server shuts down
        if (kind != failure.PublicReason && kind != loggedObstacle)
        {
            loggedObstacle = kind;
            NotRecovered(reason);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "Database writes resumed: {Done}. Stored {Rows} rows that were buffered in memory. Suspended since {Since:u}: {Reason}")]
    private partial void Recovered(string done, long rows, DateTimeOffset since, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Database writes stay suspended: {Obstacle}")]
    private partial void NotRecovered(string obstacle);
}
