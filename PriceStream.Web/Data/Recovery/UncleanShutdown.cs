using PriceStream.Web.Data.Sqlite;

namespace PriceStream.Web.Data.Recovery;

/// <summary>
/// Checks the file once after the last run was killed or lost power. SQLite keeps the file sound unless the disk reported writes that it
/// had not made. The site runs meanwhile.
/// </summary>
public sealed partial class UncleanShutdown(DatabaseFile file, StorageState state, TimeProvider clock, ILogger<UncleanShutdown> logger)
{
    private bool isCheckDue;

    /// <summary>
    /// Call before this process opens the file: a log beside a file that no process has open means that the last run did not close it.
    /// </summary>
    public void Detect() => isCheckDue = file.WalBytes > 0 && !IsOpenElsewhere();

    /// <summary>Reads the whole file, if that is due, and reports damage to the <see cref="StorageState"/>.</summary>
    public async Task CheckOnceAsync(CancellationToken cancellationToken)
    {
        if (!isCheckDue)
        {
            return;
        }

        var start = clock.GetTimestamp();
        var damage = await FindDamageAsync(cancellationToken);
        isCheckDue = false;
        if (damage is { } found)
        {
            state.Report(StorageFailureKind.Damaged, $"the database file {file.Path} is damaged: {found}");
            return;
        }

        var seconds = clock.GetElapsedTime(start).TotalSeconds;
        Sound(seconds);
    }

    private bool IsOpenElsewhere()
    {
        try
        {
            using var alone = FileLocks.TryTakeAlone(file);
            return alone is null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false; // the disk takes no lock file: assume the worse, and check
        }
    }

    // SQLite's calls block, so they run on a thread of their own.
    private Task<string?> FindDamageAsync(CancellationToken cancellationToken) => Task.Factory.StartNew(
        () => SqliteFile.FindDamage(file.Path, thorough: false, cancellationToken),
        cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    [LoggerMessage(Level = LogLevel.Information, Message = "Unclean shutdown detected. Database check passed ({Seconds:0.0} s)")]
    private partial void Sound(double seconds);
}
