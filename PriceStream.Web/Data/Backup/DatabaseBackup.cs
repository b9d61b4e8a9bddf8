using Microsoft.Data.Sqlite;
using PriceStream.Web.Data.Sqlite;
using SQLitePCL;

namespace PriceStream.Web.Data.Backup;

/// <summary>Makes complete, checked backups of the database while the site runs.</summary>
public sealed partial class DatabaseBackup(
    DatabaseFile database, BackupRotation rotation, BackupOptions options, TimeProvider clock, ILogger<DatabaseBackup> logger)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromHours(1);

    private readonly DateTimeOffset startedAt = clock.GetUtcNow();
    private BackupReport? last;

    public BackupOptions Options => options;

    /// <summary>Where backups are stored; absolute.</summary>
    public string Folder => rotation.Folder;

    /// <summary>The last attempt since the start; null when there was none.</summary>
    public BackupReport? Last => Volatile.Read(ref last);

    /// <summary>The finished backups of this database, newest first.</summary>
    public IReadOnlyList<BackupFile> All => rotation.All;

    private bool IsRetryTooSoon =>
        Last is { Good: false } failed && clock.GetUtcNow() - failed.At is var since && since >= TimeSpan.Zero && since < RetryAfter;

    /// <summary>Whether the hour has passed since the last backup. A failed backup is retried an hour later.</summary>
    public bool IsDue()
    {
        if (!options.Enabled || IsRetryTooSoon)
        {
            return false;
        }

        var now = clock.GetUtcNow();
        var due = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero).AddHours(options.Hour);
        due = due > now ? due.AddDays(-1) : due;
        var newest = All is [var (_, at), ..] ? at : startedAt;
        return newest < due;
    }

    /// <summary>Makes a backup now. Errors are reported and logged, not thrown.</summary>
    public Task<BackupReport> RunAsync(CancellationToken cancellationToken) => RunAsync("", cancellationToken);

    /// <summary>Makes a backup now with an occasion in its name. Errors are reported and logged, not thrown.</summary>
    /// <param name="occasion">Part of the backup's name.</param>
    public async Task<BackupReport> RunAsync(string occasion, CancellationToken cancellationToken)
    {
        var (at, start) = (clock.GetUtcNow(), clock.GetTimestamp());
        BackupReport report;
        try
        {
            var file = await MakeAsync(rotation.NameFor(at, occasion), cancellationToken);
            report = new(file, at, new FileInfo(file).Length, clock.GetElapsedTime(start), null);
            Made(file, report.Bytes >> 20, report.Duration.TotalSeconds);
        }
        catch (Exception exception) when (exception is SqliteException or IOException or UnauthorizedAccessException)
        {
            cancellationToken.ThrowIfCancellationRequested(); // SQLite reports a cancellation as an error
            var isLocked = exception is SqliteException { SqliteErrorCode: raw.SQLITE_BUSY };
            var reason = isLocked ? SqliteFailures.Locked(database) : exception.Message;
            report = new(null, at, 0, clock.GetElapsedTime(start), reason);
            Failed(reason);
        }

        Volatile.Write(ref last, report);
        return report;
    }

    // SQLite's calls block, so they run on a thread of their own.
    private Task<string> MakeAsync(string file, CancellationToken cancellationToken) => Task.Factory.StartNew(
        () => Make(file, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private string Make(string file, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(rotation.Folder);
        using var turn = TakeTurn();
        rotation.DeleteUnfinished();
        var unfinished = file + BackupRotation.Unfinished;
        try
        {
            BackupCopy.Make(database, unfinished, cancellationToken);
            File.Move(unfinished, file, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }

        rotation.DeleteOld();
        return file;
    }

    // One backup at a time across all processes. The system releases the lock when its process ends for any reason.
    private FileStream TakeTurn()
    {
        try
        {
            return new(rotation.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (exception.GetType() == typeof(IOException))
        {
            throw new IOException("another backup is running", exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Backed up the database to {File}: {Megabytes} MB, checked, in {Seconds:0.0} s")]
    private partial void Made(string file, long megabytes, double seconds);

    [LoggerMessage(Level = LogLevel.Error, Message = "Database backup failed: {Reason}")]
    private partial void Failed(string reason);
}
