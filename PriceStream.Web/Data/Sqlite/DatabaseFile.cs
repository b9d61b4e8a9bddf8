using System.Globalization;
using Microsoft.Data.Sqlite;

namespace PriceStream.Web.Data.Sqlite;

/// <summary>
/// The SQLite file on disk. This class reads only names and sizes: opening and closing the file other than through SQLite would release
/// SQLite's locks.
/// </summary>
public sealed class DatabaseFile(string connectionString) : IStoreSize
{
    public string ConnectionString { get; } = connectionString;

    /// <summary>Absolute.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(new SqliteConnectionStringBuilder(connectionString).DataSource);

    public string Folder => System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>Of the file itself; 0 while there is none.</summary>
    public long Bytes => SizeOf(Path);

    /// <summary>Of the write-ahead log.</summary>
    public long WalBytes => SizeOf(Path + "-wal");

    long? IStoreSize.WalBytes => WalBytes;

    /// <summary>The free bytes on its disk, for this user; null where the system does not report them.</summary>
    public long? FreeBytes => FreeIn(Folder);

    /// <summary>A URI that SQLite opens without looking at the write-ahead log: the file as it was at the last checkpoint.</summary>
    public string UriWithoutLog => new Uri(Path).AbsoluteUri + "?immutable=1";

    /// <summary>The name under which the file is kept when another one replaces it.</summary>
    /// <param name="why">Part of the name.</param>
    public string NameAside(string why, DateTimeOffset at) =>
        $"{Path}.{why}-{at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}";

    /// <summary>Free on a folder's disk.</summary>
    public static long? FreeIn(string folder)
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    private static long SizeOf(string file) => new FileInfo(file) is { Exists: true } info ? info.Length : 0;
}
