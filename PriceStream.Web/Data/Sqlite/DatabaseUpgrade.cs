using System.Reflection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;
using PriceStream.Web.Data.Backup;

namespace PriceStream.Web.Data.Sqlite;

/// <summary>
/// Creates the file, or backs it up and applies the missing migrations. A file that is newer than this program is refused.
/// </summary>
public sealed partial class DatabaseUpgrade(
    DatabaseFile file, SqliteConnections connections, SqliteContexts databases, DatabaseBackup backup, TimeProvider clock,
    ILogger<DatabaseUpgrade> logger)
{
    /// <summary>The part of the backups' names that says why they were made.</summary>
    public const string Occasion = "before-upgrade";

    /// <summary>This program's version, human-readable.</summary>
    public static string Version { get; } = typeof(DatabaseUpgrade).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>The ids of every migration, ascending. EF Core would build a model first to find the same.</summary>
    public static IReadOnlyList<string> Known { get; } = [.. typeof(DatabaseUpgrade).Assembly.GetTypes()
        .Where(type => type.Namespace == typeof(DatabaseUpgrade).Namespace + ".Migrations")
        .Select(type => type.GetCustomAttribute<MigrationAttribute>()?.Id).OfType<string>().Order(StringComparer.Ordinal)];

    /// <param name="meanwhile">Called when there is something to migrate; its result is disposed at the end.</param>
    /// <exception cref="DatabaseRefusedException">The file is another program's, or a newer version's.</exception>
    /// <exception cref="IOException">Another program has locked the file, so its tables may be missing or old.</exception>
    public async Task RunAsync(Func<Task<IAsyncDisposable>>? meanwhile, CancellationToken cancellationToken)
    {
        try
        {
            await PrepareAsync(meanwhile, cancellationToken);
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == SQLitePCL.raw.SQLITE_BUSY)
        {
            throw new IOException(SqliteFailures.Locked(file), exception);
        }
    }

    /// <summary>Throws where a database has a migration that this program does not know.</summary>
    public static void RefuseNewer(string path, IEnumerable<string> applied, DatabaseBackup backup)
    {
        if (applied.Except(Known).Max() is not { } newest)
        {
            return;
        }

        var older = backup.All.Select(one => one.File).FirstOrDefault(one => one.EndsWith($"-{Occasion}.db", StringComparison.Ordinal));
        throw new DatabaseRefusedException(
            $"The database {path} was made by a newer PriceStream: it has the migration {newest}, and this is version {Version}, "
            + $"whose newest is {Known[^1]}. Start the newer version again, or go back to a backup that was made before the upgrade: "
            + $"--restore {older ?? $"FILE, with a file from {backup.Folder}"}");
    }

    private async Task PrepareAsync(Func<Task<IAsyncDisposable>>? meanwhile, CancellationToken cancellationToken)
    {
        WarnOfBackups();
        SetJournalMode(cancellationToken);
        using var connection = connections.Open();
        if (IsCurrent(connection))
        {
            ClearStaleLock(connection, cancellationToken);
            return;
        }

        await using var db = databases.CreateFileContext();
        var applied = (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).ToList();
        await RefuseOthersAsync(db, applied, cancellationToken);
        ClearStaleLock(connection, cancellationToken);
        var pending = Known.Except(applied).ToList();
        if (pending.Count == 0)
        {
            return;
        }

        if (applied.Count == 0)
        {
            await db.Database.MigrateAsync(cancellationToken);
            return;
        }

        await using var _ = meanwhile is null ? null : await meanwhile();
        await MigrateAsync(db, applied[^1], pending, cancellationToken);
    }

    private void WarnOfBackups()
    {
        if (file.Bytes == 0 && backup.All is [var (newest, _), ..])
        {
            Creating(file.Path, newest);
        }
    }

    // In this mode readers and a writer do not block each other, and a commit need not wait for the disk. EF Core sets it only on a file
    // that it creates. The mode is stored in the file.
    private void SetJournalMode(CancellationToken cancellationToken)
    {
        using var connection = SqliteFile.Open(file.Path, SqliteOpenMode.ReadWriteCreate);
        SqliteFile.Execute(connection, "PRAGMA journal_mode = WAL", cancellationToken);
    }

    // Nearly every start ends here.
    private static bool IsCurrent(SqliteConnection connection) =>
        SqliteFile.IsOurs(connection) && SqliteFile.Migrations(connection).ToHashSet().SetEquals(Known);

    private async Task RefuseOthersAsync(SqliteDb db, List<string> applied, CancellationToken cancellationToken)
    {
        RefuseNewer(file.Path, applied, backup);
        if (applied.Count > 0)
        {
            return;
        }

        var tables = db.Database.SqlQuery<int>(
            $"SELECT count(*) AS Value FROM sqlite_master WHERE name NOT LIKE '\\_\\_EF%' ESCAPE '\\'");
        if (await tables.SingleAsync(cancellationToken) > 0)
        {
            throw new DatabaseRefusedException(
                $"The file {file.Path} is another program's database. "
                + "Name another file in ConnectionStrings__PriceStream, or move this one away.");
        }
    }

    private async Task MigrateAsync(SqliteDb db, string from, List<string> pending, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        var megabytes = file.Bytes >> 20;
        Upgrading(file.Path, megabytes, from, pending[^1]);
        if (await backup.RunAsync(Occasion, cancellationToken) is { Error: { } reason })
        {
            throw new IOException($"the database was not upgraded because its backup failed: {reason}");
        }

        foreach (var migration in pending)
        {
            Applying(migration);
            await db.Database.MigrateAsync(migration, cancellationToken);
        }

        var seconds = clock.GetElapsedTime(start).TotalSeconds;
        Upgraded(seconds);
    }

    // A kill during an earlier start leaves the lock's row, and MigrateAsync would wait forever
    // (https://github.com/dotnet/efcore/issues/38958). Only one instance at a time gets here, so a lock that it finds is stale.
    // Even where it deletes nothing, the statement writes to the log. So a file that cannot be written is found at the start, and a site
    // that is killed before its first poll still leaves a log to be found by UncleanShutdown.
    private void ClearStaleLock(SqliteConnection connection, CancellationToken cancellationToken)
    {
        var found = (long)SqliteFile.Execute(
            connection, "SELECT count(*) FROM sqlite_master WHERE name = '__EFMigrationsLock'", cancellationToken)!;
        if (found > 0 && (long)SqliteFile.Execute(connection, "DELETE FROM __EFMigrationsLock; SELECT changes()", cancellationToken)! > 0)
        {
            StaleLockCleared();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "There is no database {Path}, creating a new one. To restore the newest backup instead: --restore {Newest}")]
    private partial void Creating(string path, string newest);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Cleared a migration lock that an earlier start left behind")]
    private partial void StaleLockCleared();

    [LoggerMessage(Level = LogLevel.Information, Message =
        "Upgrading the database {Path} ({Megabytes} MB) from {From} to {To}, after a backup")]
    private partial void Upgrading(string path, long megabytes, string from, string to);

    [LoggerMessage(Level = LogLevel.Information, Message = "Applying migration {Migration}")]
    private partial void Applying(string migration);

    [LoggerMessage(Level = LogLevel.Information, Message = "Upgraded the database in {Seconds:0.0} s")]
    private partial void Upgraded(double seconds);
}
