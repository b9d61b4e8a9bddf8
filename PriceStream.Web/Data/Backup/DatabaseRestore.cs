using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SQLitePCL;
using PriceStream.Web.Data.Recovery;
using PriceStream.Web.Data.Sqlite;

namespace PriceStream.Web.Data.Backup;

/// <summary>Puts a backup in the database's place, while no site has it open. At each moment one of the two is there, whole.</summary>
public sealed class DatabaseRestore(DatabaseFile database, DatabaseSource databases, DatabaseBackup backup, TimeProvider clock)
{
    /// <returns>Where the database that was there is kept; null where there was none.</returns>
    /// <exception cref="DatabaseRefusedException">The file is no sound database of ours, or a site is running.</exception>
    public string? Run(string file)
    {
        if (!File.Exists(file))
        {
            throw new DatabaseRefusedException($"there is no file {file}");
        }

        Directory.CreateDirectory(database.Folder);
        using var alone = FileLocks.TryTakeAlone(database)
            ?? throw new DatabaseRefusedException($"a site has {database.Path} open. Stop it first, then restore");
        var copy = database.Path + ".restoring";
        try
        {
            Copy(file, copy);
            Check(file, copy);
            return Swap(copy);
        }
        finally
        {
            File.Delete(copy);
        }
    }

    // By SQLite, for the file may have a log beside it.
    private void Copy(string file, string copy)
    {
        var needed = new FileInfo(file).Length;
        if (database.FreeBytes is { } free && free < needed)
        {
            throw new DatabaseRefusedException($"there is no room in {database.Folder}: it takes {needed / 1e6:0.0} MB, and {free / 1e6:0.0} MB are free");
        }

        File.Delete(copy);
        try
        {
            using var source = SqliteFile.Open(file, SqliteOpenMode.ReadOnly);
            using var target = SqliteFile.Open(copy, SqliteOpenMode.ReadWriteCreate);
            source.BackupDatabase(target);
        }
        catch (SqliteException fault) when (fault.SqliteErrorCode is raw.SQLITE_NOTADB or raw.SQLITE_CORRUPT)
        {
            throw new DatabaseRefusedException($"{file} is no sound database: {fault.Message}");
        }

        SqliteFile.Flush(copy);
    }

    private void Check(string file, string copy)
    {
        if (SqliteFile.FindDamage(copy, thorough: true, CancellationToken.None) is { } found)
        {
            throw new DatabaseRefusedException($"{file} is no sound database: {found}");
        }

        using var connection = SqliteFile.Open(copy, SqliteOpenMode.ReadOnly);
        if ((long)SqliteFile.Execute(connection, "SELECT count(*) FROM sqlite_master WHERE name IN ('__EFMigrationsHistory', 'latest_prices')")! < 2)
        {
            throw new DatabaseRefusedException($"{file} is another program's database");
        }

        using var db = databases.CreateFileContext();
        var applied = ((string)SqliteFile.Execute(connection, "SELECT group_concat(MigrationId) FROM __EFMigrationsHistory")!).Split(',');
        DatabaseUpgrade.RefuseNewer(file, applied, [.. db.Database.GetMigrations()], backup);
    }

    // So that what is kept is one whole file. A damaged one is kept as it is.
    private void TryEmptyLog()
    {
        try
        {
            using var connection = SqliteFile.Open(database.Path, SqliteOpenMode.ReadWrite);
            SqliteFile.Execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
        }
        catch (SqliteException)
        {
            // Its log is kept beside it.
        }
    }

    private string? Swap(string copy)
    {
        if (!File.Exists(database.Path))
        {
            File.Move(copy, database.Path);
            return null;
        }

        TryEmptyLog();
        // What is left of the log goes aside first: beside another file it would be taken for that file's.
        var aside = DatabaseRepair.NameAside(database, "before-restore", clock);
        foreach (var part in (string[])["-wal", "-shm"])
        {
            if (File.Exists(database.Path + part))
            {
                File.Move(database.Path + part, aside + part);
            }
        }

        File.Replace(copy, database.Path, aside);
        return aside;
    }
}
