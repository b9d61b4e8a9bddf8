using Microsoft.Data.Sqlite;
using PriceStream.Web.Data.Backup;
using PriceStream.Web.Data.Sqlite;

namespace PriceStream.Web.Data.Recovery;

/// <summary>Replaces a damaged or missing file with a sound one. The damaged file is kept under another name.</summary>
public sealed partial class DatabaseRepair(
    DatabaseFile file, DatabaseHandle handle, DatabaseBackup backup, StorageState state, TimeProvider clock, ILogger<DatabaseRepair> logger)
{
    private static readonly string[] LogFiles = ["-wal", "-shm"];

    private string Unfinished => file.Path + ".restoring";

    /// <summary>Replaces the damaged file with the newest sound backup; without one, the next open creates a new file.</summary>
    /// <returns>What was done, human-readable.</returns>
    public string FromDamage(CancellationToken cancellationToken)
    {
        handle.Close();
        if (file.Bytes == 0)
        {
            return FromBackup(cancellationToken);
        }

        if (SqliteFile.FindDamage(file.Path, thorough: false, cancellationToken) is null)
        {
            return "the file is sound";
        }

        return $"the damaged file is kept as {SetAside("damaged")}, {FromBackup(cancellationToken)}";
    }

    /// <summary>Handles a file that is gone, or whose name another file has. That file is used if it is a PriceStream database.</summary>
    /// <returns>What was done, human-readable.</returns>
    /// <exception cref="DatabaseRefusedException">The file that has the name now is another program's.</exception>
    public string FromMove(CancellationToken cancellationToken)
    {
        if (file.Bytes > 0 && IsOurs())
        {
            return UseReplacement();
        }

        var isCopied = handle.Connection is { } open && TryCopyOpen(open, cancellationToken);
        handle.Close();
        SetAside("gone"); // SQLite must not apply the rest of its log to the new file
        if (!isCopied)
        {
            return FromBackup(cancellationToken);
        }

        File.Move(Unfinished, file.Path);
        return "the file was written again from its open connection, nothing is lost";
    }

    private string UseReplacement()
    {
        var wasOpen = handle.Connection is not null;
        handle.Close();
        if (wasOpen)
        {
            SetLogAside(file.NameAside("gone", clock.GetUtcNow()));
        }

        state.Replaced();
        return "another database of this site has its name, and is used from now on";
    }

    /// <summary>Renames the file and its log.</summary>
    /// <returns>The new name.</returns>
    private string SetAside(string why)
    {
        var aside = file.NameAside(why, clock.GetUtcNow());
        SetLogAside(aside);
        if (File.Exists(file.Path))
        {
            File.Move(file.Path, aside);
        }

        return aside;
    }

    private void SetLogAside(string aside)
    {
        foreach (var part in LogFiles.Where(part => File.Exists(file.Path + part)))
        {
            File.Move(file.Path + part, aside + part);
        }
    }

    // Ignores the log, which may belong to the missing file.
    private bool IsOurs()
    {
        try
        {
            using var connection = SqliteFile.Open(file.UriWithoutLog, SqliteOpenMode.ReadOnly);
            if (SqliteFile.IsEmpty(connection))
            {
                return false;
            }

            if (!SqliteFile.IsOurs(connection))
            {
                throw new DatabaseRefusedException(
                    $"{file.Path} is another program's database now. Move it away, and this site resumes with its own");
            }

            return true;
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    private string FromBackup(CancellationToken cancellationToken)
    {
        state.Replaced();
        foreach (var (candidate, _) in backup.All)
        {
            File.Copy(candidate, Unfinished, overwrite: true);
            if (SqliteFile.FindDamage(Unfinished, thorough: true, cancellationToken) is { } found)
            {
                NotSound(candidate, found);
                continue;
            }

            SqliteFile.Flush(Unfinished);
            File.Move(Unfinished, file.Path);
            return $"the newest sound backup, {candidate}, replaced it";
        }

        File.Delete(Unfinished);
        return "there is no sound backup, a new file replaced it";
    }

    // A deleted file stays readable while it is open.
    private bool TryCopyOpen(SqliteConnection open, CancellationToken cancellationToken)
    {
        try
        {
            File.Delete(Unfinished);
            SqliteFile.VacuumInto(open, Unfinished, cancellationToken);
            SqliteFile.Flush(Unfinished);
            using var copy = SqliteFile.OpenReadable(Unfinished, cancellationToken);
            return true;
        }
        catch (SqliteException exception)
        {
            NotCopied(exception.Message);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The backup {File} is damaged ({Found}), trying the one before it")]
    private partial void NotSound(string file, string found);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Could not copy the deleted file from its open connection: {Reason}")]
    private partial void NotCopied(string reason);
}
