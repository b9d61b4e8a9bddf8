using System.Reflection;
using Microsoft.EntityFrameworkCore;
using PriceStream.Web.Data.Backup;
using PriceStream.Web.Data.Recovery;

namespace PriceStream.Web.Data.Sqlite;

/// <summary>Brings the file up to date: a backup first, then the migrations that it lacks. It is refused where it is newer than this program.</summary>
public sealed partial class DatabaseUpgrade(DatabaseFile file, DatabaseSource databases, DatabaseBackup backup, TimeProvider clock, ILogger<DatabaseUpgrade> logger)
{
    /// <summary>Part of the name of the backups that are made here.</summary>
    public const string Occasion = "before-upgrade";

    /// <summary>This program's version, for people.</summary>
    public static string Version { get; } = typeof(DatabaseUpgrade).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <param name="meanwhile">Called when there is something to migrate; what it gives is disposed when that is done.</param>
    public async Task RunAsync(Func<Task<IAsyncDisposable>>? meanwhile, CancellationToken cancellationToken)
    {
        // Readers go on while somebody writes, and a commit need not wait for the disk. EF Core sets this only on a file that it creates
        // itself. The file keeps the mode.
        using (var connection = SqliteFile.Open(file.Path, Microsoft.Data.Sqlite.SqliteOpenMode.ReadWriteCreate))
        {
            SqliteFile.Execute(connection, "PRAGMA journal_mode = WAL", cancellationToken);
        }

        await using var db = databases.CreateFileContext();
        var applied = (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).ToList();
        var known = db.Database.GetMigrations().ToList();
        await RefuseOthersAsync(db, applied, known, cancellationToken);
        await ClearStaleLockAsync(db, cancellationToken);
        var pending = known.Except(applied).ToList();
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

    /// <summary>Throws where this program does not know all that has been done to a database.</summary>
    public static void RefuseNewer(string path, IEnumerable<string> applied, IReadOnlyList<string> known, DatabaseBackup backup)
    {
        if (applied.Except(known).Max() is not { } newest)
        {
            return;
        }

        var older = backup.All.Select(one => one.File).FirstOrDefault(one => one.EndsWith($"-{Occasion}.db", StringComparison.Ordinal));
        throw new DatabaseRefusedException(
            $"The database {path} is of a newer PriceStream: it has the migration {newest}, and this is version {Version}, whose newest is {known[^1]}. "
            + "Start the newer version again, or go back to a backup that was made before the upgrade: --restore " + (older ?? $"FILE, with a file out of {backup.Folder}"));
    }

    private async Task RefuseOthersAsync(PriceStreamDb db, List<string> applied, List<string> known, CancellationToken cancellationToken)
    {
        RefuseNewer(file.Path, applied, known, backup);
        if (applied.Count == 0 && await db.Database.SqlQuery<int>($"SELECT count(*) AS Value FROM sqlite_master WHERE name NOT LIKE '\\_\\_EF%' ESCAPE '\\'").SingleAsync(cancellationToken) > 0)
        {
            throw new DatabaseRefusedException($"The file {file.Path} is another program's database. Name another file in ConnectionStrings__PriceStream, or move this one away.");
        }
    }

    private async Task MigrateAsync(PriceStreamDb db, string from, List<string> pending, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        var megabytes = file.Bytes >> 20;
        Upgrading(file.Path, megabytes, from, pending[^1]);
        if (await backup.RunAsync(cancellationToken, Occasion) is { Fault: { } fault })
        {
            throw new IOException($"the database is not upgraded, because it could not be backed up before: {fault}");
        }

        foreach (var migration in pending)
        {
            Applying(migration);
            await db.Database.MigrateAsync(migration, cancellationToken);
        }

        var seconds = clock.GetElapsedTime(start).TotalSeconds;
        Upgraded(seconds);
    }

    // A kill during an earlier start leaves the lock's row, and MigrateAsync would wait for it for ever
    // (https://github.com/dotnet/efcore/issues/38958). Only one instance at a time is here, so a lock that it finds is stale.
    private async Task ClearStaleLockAsync(PriceStreamDb db, CancellationToken cancellationToken)
    {
        var found = await db.Database.SqlQuery<int>($"SELECT count(*) AS Value FROM sqlite_master WHERE name = '__EFMigrationsLock'")
            .SingleAsync(cancellationToken);
        if (found > 0 && await db.Database.ExecuteSqlAsync($"DELETE FROM __EFMigrationsLock", cancellationToken) > 0)
        {
            StaleLockCleared();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Cleared a migration lock that an earlier start left behind")]
    private partial void StaleLockCleared();

    [LoggerMessage(Level = LogLevel.Information, Message = "The database {Path} ({Megabytes} MB) is upgraded from {From} to {To}; first it is backed up")]
    private partial void Upgrading(string path, long megabytes, string from, string to);

    [LoggerMessage(Level = LogLevel.Information, Message = "Applying the migration {Migration}")]
    private partial void Applying(string migration);

    [LoggerMessage(Level = LogLevel.Information, Message = "The database is upgraded, in {Seconds:0.0} s")]
    private partial void Upgraded(double seconds);
}
