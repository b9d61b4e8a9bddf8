using System.Globalization;
using Microsoft.Data.Sqlite;
using PriceStream.Web.Data.Backup;
using PriceStream.Web.Data.Sqlite;

namespace PriceStream.Web.Data.Recovery;

/// <summary>Puts a sound file in the place of one that is damaged or gone. The damaged one is kept under another name.</summary>
public sealed partial class DatabaseRepair(DatabaseFile file, DatabaseBackup backup, StorageState state, TimeProvider clock, ILogger<DatabaseRepair> logger)
{
    private string Unfinished => file.Path + ".restoring";

    /// <summary>Says, where a new database is about to be begun, that there are backups.</summary>
    public void TellOfBackups()
    {
        if (file.Bytes == 0 && backup.All is [var (newest, _), ..])
        {
            Begun(file.Path, newest);
        }
    }

    /// <summary>The newest backup that is sound takes the place of the damaged file; without one, a new file is begun when it is opened.</summary>
    /// <param name="close">Called before the file is touched.</param>
    /// <returns>What was done, for people.</returns>
    public string FromDamage(Action close, CancellationToken cancellationToken)
    {
        close();
        if (file.Bytes > 0 && SqliteFile.FindDamage(file.Path, thorough: false, cancellationToken) is null)
        {
            return "the file is sound";
        }

        var done = file.Bytes > 0 ? $"the damaged file is kept as {SetAside("damaged")}, " : "";
        return done + FromBackup(cancellationToken);
    }

    /// <summary>The file is gone, or another one has its name: that one is used if it is a database of ours.</summary>
    /// <param name="open">Still has the file open that is gone; null where nothing has.</param>
    public string FromMove(SqliteConnection? open, Action close, CancellationToken cancellationToken)
    {
        if (file.Bytes > 0 && IsOurs())
        {
            close();
            if (open is not null)
            {
                SetAside("gone", main: false);
            }

            state.Replaced();
            return "another file has its name, and is used now";
        }

        var whole = open is not null && TryCopyOpen(open, cancellationToken);
        close();
        SetAside("gone"); // what is left of its log must never be taken for the new file's
        if (!whole)
        {
            return FromBackup(cancellationToken);
        }

        File.Move(Unfinished, file.Path);
        return "the file is written anew from what was still open of it, nothing is lost";
    }

    /// <summary>Gives the file and its log another name.</summary>
    /// <param name="main">The file itself too.</param>
    /// <returns>That name.</returns>
    private string SetAside(string why, bool main = true)
    {
        var aside = NameAside(file, why, clock);
        foreach (var part in (ReadOnlySpan<string>)(main ? ["-wal", "-shm", ""] : ["-wal", "-shm"]))
        {
            if (File.Exists(file.Path + part))
            {
                File.Move(file.Path + part, aside + part);
            }
        }

        return aside;
    }

    public static string NameAside(DatabaseFile file, string why, TimeProvider clock) =>
        $"{file.Path}.{why}-{clock.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}";

    // Without the log: that may be of the file which is gone.
    private bool IsOurs()
    {
        try
        {
            using var connection = SqliteFile.Open(new Uri(file.Path).AbsoluteUri + "?immutable=1", SqliteOpenMode.ReadOnly);
            var tables = (long)SqliteFile.Execute(connection, "SELECT count(*) FROM sqlite_master")!;
            if (tables > 0 && (long)SqliteFile.Execute(connection, "SELECT count(*) FROM sqlite_master WHERE name IN ('__EFMigrationsHistory', 'latest_prices')")! < 2)
            {
                throw new DatabaseRefusedException($"{file.Path} is another program's database now; move it away, and this site goes on with its own");
            }

            return tables > 0;
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
            return $"the newest sound backup, {candidate}, has taken its place";
        }

        File.Delete(Unfinished);
        return "there is no sound backup, a new file is begun";
    }

    // A file lives on while it is open, though it has no name any more.
    private bool TryCopyOpen(SqliteConnection open, CancellationToken cancellationToken)
    {
        try
        {
            File.Delete(Unfinished);
            SqliteFile.Execute(open, "VACUUM main INTO $file", cancellationToken, ("$file", Unfinished));
            SqliteFile.Flush(Unfinished);
            using var copy = SqliteFile.Open(Unfinished, SqliteOpenMode.ReadOnly);
            SqliteFile.Execute(copy, "SELECT count(*) FROM items", cancellationToken);
            return true;
        }
        catch (SqliteException fault)
        {
            NotCopied(fault.Message);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "There is no database {Path}: a new one is begun. There are backups; to go back to the newest: --restore {Newest}")]
    private partial void Begun(string path, string newest);

    [LoggerMessage(Level = LogLevel.Error, Message = "The backup {File} is not sound ({Found}): the one before is tried")]
    private partial void NotSound(string file, string found);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What was open of the file could not be copied: {Reason}")]
    private partial void NotCopied(string reason);
}
