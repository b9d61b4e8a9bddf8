using System.Globalization;
using PriceStream.Web.Data.Sqlite;

namespace PriceStream.Web.Data.Backup;

/// <summary>Names the backup files and decides which of them are kept.</summary>
public sealed partial class BackupRotation(DatabaseFile database, BackupOptions options, ILogger<BackupRotation> logger)
{
    /// <summary>The suffix of a backup that is still being made.</summary>
    public const string Unfinished = ".part";

    private const string TimeFormat = "yyyyMMdd'T'HHmmss'Z'";
    private const int TimeLength = 16;

    /// <summary>Absolute.</summary>
    public string Folder { get; } = Path.GetFullPath(options.Folder, database.Folder);

    /// <summary>The finished backups of this database, newest first.</summary>
    public IReadOnlyList<BackupFile> All => !Directory.Exists(Folder) ? [] :
    [
        .. from file in Directory.EnumerateFiles(Folder, Stem + "-*.db")
           let at = TimeOf(file)
           where at is not null
           orderby at descending
           select new BackupFile(file, at.Value),
    ];

    /// <summary>The lock file that a process holds while it makes a backup.</summary>
    public string LockFile => Path.Combine(Folder, $".{Stem}.lock");

    private string Stem => Path.GetFileNameWithoutExtension(database.Path);

    /// <summary>The name of a new backup.</summary>
    /// <param name="occasion">Part of the name; may be empty.</param>
    public string NameFor(DateTimeOffset at, string occasion)
    {
        var time = at.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);
        var suffix = occasion.Length > 0 ? "-" + occasion : "";
        return Path.Combine(Folder, $"{Stem}-{time}{suffix}.db");
    }

    /// <summary>Deletes the unfinished backups of killed processes. Only for the holder of the lock.</summary>
    public void DeleteUnfinished()
    {
        foreach (var left in Directory.EnumerateFiles(Folder, $"{Stem}-*{Unfinished}*"))
        {
            File.Delete(left);
        }
    }

    /// <summary>Deletes all but the newest backups. Call after a backup, so that at least one stays.</summary>
    public void DeleteOld()
    {
        foreach (var (file, _) in All.Skip(options.Keep))
        {
            File.Delete(file);
            Deleted(file);
        }
    }

    private DateTimeOffset? TimeOf(string file)
    {
        var name = Path.GetFileName(file)[(Stem.Length + 1)..];
        if (name.Length < TimeLength)
        {
            return null;
        }

        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal;
        return DateTimeOffset.TryParseExact(name[..TimeLength], TimeFormat, CultureInfo.InvariantCulture, Utc, out var time) ? time : null;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Deleted the old backup {File}")]
    private partial void Deleted(string file);
}
