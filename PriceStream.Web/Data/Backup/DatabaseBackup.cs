using System.Globalization;
using Microsoft.Data.Sqlite;
using PriceStream.Web.Data.Sqlite;

namespace PriceStream.Web.Data.Backup;

/// <summary>
/// Copies of the database, whole and checked, made while the site goes on: one read transaction, which no writer and no reader waits for.
/// The newest ones are kept.
/// </summary>
public sealed partial class DatabaseBackup(DatabaseFile database, BackupOptions options, TimeProvider clock, ILogger<DatabaseBackup> logger)
{
    /// <summary>The end of the name of what is not whole yet.</summary>
    private const string Unfinished = ".part";

    private const string TimeFormat = "yyyyMMdd'T'HHmmss'Z'";

    private readonly DateTimeOffset startedAt = clock.GetUtcNow();
    private BackupReport? last;

    public BackupOptions Options => options;

    /// <summary>Absolute.</summary>
    public string Folder { get; } = Path.GetFullPath(options.Folder, database.Folder);

    /// <summary>What became of the last one since the start; null when there was none.</summary>
    public BackupReport? Last => Volatile.Read(ref last);

    /// <summary>The backups of this database that there are, newest first.</summary>
    public IReadOnlyList<(string File, DateTimeOffset At)> All =>
        !Directory.Exists(Folder) ? [] : [.. Directory.EnumerateFiles(Folder, Stem + "-*.db").Select(file => (file, At: TimeOf(file))).Where(backup => backup.At is not null)
            .Select(backup => (backup.file, backup.At!.Value)).OrderByDescending(backup => backup.Value)];

    /// <summary>Whether the hour has come, or has passed while the site was down. After a failure it is tried again an hour later.</summary>
    public bool IsDue()
    {
        var now = clock.GetUtcNow();
        var due = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero).AddHours(options.Hour);
        due = due > now ? due.AddDays(-1) : due;
        var newest = All is [var (_, at), ..] ? at : startedAt;
        return options.Enabled && newest < due && !(Last is { Good: false } failed && now - failed.At < TimeSpan.FromHours(1) && now >= failed.At);
    }

    /// <summary>Makes one now. What goes wrong is in the report and in the log.</summary>
    /// <param name="occasion">Becomes part of its name.</param>
    public async Task<BackupReport> RunAsync(CancellationToken cancellationToken, string occasion = "")
    {
        var (at, start) = (clock.GetUtcNow(), clock.GetTimestamp());
        BackupReport report;
        try
        {
            // SQLite's calls block: they have a thread of their own.
            var file = await Task.Factory.StartNew(() => Run(at, occasion, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            report = new(file, at, new FileInfo(file).Length, clock.GetElapsedTime(start), null);
            Made(file, report.Bytes >> 20, report.Duration.TotalSeconds);
        }
        catch (Exception fault) when (fault is SqliteException or IOException or UnauthorizedAccessException)
        {
            cancellationToken.ThrowIfCancellationRequested(); // SQLite tells of that as of a fault
            report = new(null, at, 0, clock.GetElapsedTime(start), fault.Message);
            Failed(fault.Message);
        }

        Volatile.Write(ref last, report);
        return report;
    }

    private string Stem => Path.GetFileNameWithoutExtension(database.Path);

    private DateTimeOffset? TimeOf(string file)
    {
        var name = Path.GetFileName(file)[(Stem.Length + 1)..];
        return name.Length >= 16 && DateTimeOffset.TryParseExact(name[..16], TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
    }

    private string Run(DateTimeOffset at, string occasion, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Folder);
        using var turn = TakeTurn();
        foreach (var left in Directory.EnumerateFiles(Folder, Stem + "-*" + Unfinished + "*"))
        {
            File.Delete(left); // of one that was killed: nobody else is here
        }

        var file = Path.Combine(Folder, $"{Stem}-{at.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)}{(occasion.Length > 0 ? "-" + occasion : "")}.db");
        var part = file + Unfinished;
        try
        {
            Copy(part, cancellationToken);
            if (SqliteFile.FindDamage(part, thorough: true, cancellationToken) is { } found)
            {
                throw new IOException($"the copy is not sound: {found}");
            }

            SqliteFile.Flush(part); // SQLite leaves it to the system when what it has vacuumed reaches the disk
            File.Move(part, file, overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }

        Rotate();
        return file;
    }

    // One at a time, whichever process makes it. The system lets go of the lock when a process ends, however it ends.
    private FileStream TakeTurn()
    {
        try
        {
            return new(Path.Combine(Folder, $".{Stem}.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException fault) when (fault.GetType() == typeof(IOException))
        {
            throw new IOException("another backup is being made", fault);
        }
    }

    private void Copy(string part, CancellationToken cancellationToken)
    {
        using var connection = SqliteFile.Open(database.Path, SqliteOpenMode.ReadWrite);
        var needed = (long)SqliteFile.Execute(connection, "SELECT (p.page_count - f.freelist_count) * s.page_size FROM pragma_page_count p, pragma_freelist_count f, pragma_page_size s", cancellationToken)!;
        needed += needed >> 5; // and a little more, for what comes meanwhile
        if (DatabaseFile.FreeIn(Folder) is { } free && free < needed)
        {
            throw new IOException($"there is no room in {Folder}: it takes {Megabytes(needed)}, and {Megabytes(free)} are free");
        }

        SqliteFile.Execute(connection, "VACUUM INTO $file", cancellationToken, ("$file", part));
    }

    private static string Megabytes(long bytes) => $"{bytes / 1e6:0.0} MB";

    // The one that was just made is good, and is the newest: there is always one left.
    private void Rotate()
    {
        foreach (var (file, _) in All.Skip(options.Keep))
        {
            File.Delete(file);
            Dropped(file);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The database is backed up to {File}: {Megabytes} MB, checked, in {Seconds:0.0} s")]
    private partial void Made(string file, long megabytes, double seconds);

    [LoggerMessage(Level = LogLevel.Error, Message = "The database was not backed up: {Reason}")]
    private partial void Failed(string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Deleted the old backup {File}")]
    private partial void Dropped(string file);
}
