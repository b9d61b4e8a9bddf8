using Microsoft.Data.Sqlite;

namespace PriceStream.Web.Data.Sqlite;

/// <summary>The SQLite file as the disk has it. Only names and sizes are asked for: to open the file any other way than through SQLite, and close it, would let go of SQLite's locks.</summary>
public sealed class DatabaseFile(string connectionString)
{
    public string ConnectionString { get; } = connectionString;

    /// <summary>Absolute.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(new SqliteConnectionStringBuilder(connectionString).DataSource);

    public string Folder => System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>Of the file itself; 0 while there is none.</summary>
    public long Bytes => SizeOf(Path);

    /// <summary>Of the log that is written ahead.</summary>
    public long WalBytes => SizeOf(Path + "-wal");

    /// <summary>Free on its disk, for this user; null where the system does not say.</summary>
    public long? FreeBytes => FreeIn(Folder);

    /// <summary>Free on a folder's disk.</summary>
    public static long? FreeIn(string folder)
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    private static long SizeOf(string file) => new FileInfo(file) is { Exists: true } info ? info.Length : 0;
}
