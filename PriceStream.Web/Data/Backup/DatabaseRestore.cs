using Microsoft.Data.Sqlite;
using PriceStream.Web.Data.Sqlite;
using SQLitePCL;

namespace PriceStream.Web.Data.Backup;

/// <summary>Replaces the database with a backup while no site has it open. One of the two is always in place and complete.</summary>
public sealed class DatabaseRestore(DatabaseFile database, DatabaseBackup backup, TimeProvider clock)
{
    /// <returns>Where the previous database is kept; null where there was none.</returns>
    /// <exception cref="DatabaseRefusedException">The file is damaged or not one of ours, or a site is running.</exception>
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
            RequireSpace(new FileInfo(file).Length);
            Copy(file, copy);
            Check(file, copy);
            return Swap(copy);
        }
        finally
        {
            File.Delete(copy);
        }
    }

    private void RequireSpace(long needed)
    {
        if (database.FreeBytes is { } free && free < needed)
        {
            throw new DatabaseRefusedException(
                $"not enough space in {database.Folder}: {needed / 1e6:0.0} MB needed, {free / 1e6:0.0} MB free");
        }
    }

    // SQLite makes the copy, because the file may have a write-ahead log.
    private static void Copy(string file, string copy)
    {
        File.Delete(copy);
        try
        {
            using var source = SqliteFile.Open(file, SqliteOpenMode.ReadOnly);
            using var target = SqliteFile.Open(copy, SqliteOpenMode.ReadWriteCreate);
            source.BackupDatabase(target);
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode is raw.SQLITE_NOTADB or raw.SQLITE_CORRUPT)
        {
            throw new DatabaseRefusedException($"{file} is damaged or not a database: {exception.Message}");
        }

        SqliteFile.Flush(copy);
    }

    private void Check(string file, string copy)
    {
        if (SqliteFile.FindDamage(copy, thorough: true, CancellationToken.None) is { } found)
        {
            throw new DatabaseRefusedException($"{file} is damaged or not a database: {found}");
        }

        using var connection = SqliteFile.Open(copy, SqliteOpenMode.ReadOnly);
        if (!SqliteFile.IsOurs(connection))
        {
            throw new DatabaseRefusedException($"{file} is another program's database");
        }

        DatabaseUpgrade.RefuseNewer(file, SqliteFile.Migrations(connection), backup);
    }

    // Moves the log into the file, so that the kept file is complete without it. A damaged file is kept as it is, beside its log.
    private void TryEmptyLog()
    {
        try
        {
            using var connection = SqliteFile.Open(database.Path, SqliteOpenMode.ReadWrite);
            SqliteFile.EmptyLog(connection);
        }
        catch (SqliteException)
        {
            // The file is damaged; its log is kept beside it.
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
        // The log is moved first: SQLite would apply it to another file with that name.
        var aside = database.NameAside("before-restore", clock.GetUtcNow());
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
