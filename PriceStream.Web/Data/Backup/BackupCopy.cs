using Microsoft.Data.Sqlite;
using PriceStream.Web.Data.Sqlite;

namespace PriceStream.Web.Data.Backup;

/// <summary>Makes a complete, checked copy of the database while the site runs. Its calls block.</summary>
internal static class BackupCopy
{
    /// <exception cref="IOException">There is not enough space, or the copy is damaged.</exception>
    public static void Make(DatabaseFile database, string copy, CancellationToken cancellationToken)
    {
        using (var connection = SqliteFile.Open(database.Path, SqliteOpenMode.ReadWrite))
        {
            RequireSpace(Path.GetDirectoryName(copy)!, SqliteFile.VacuumedSize(connection, cancellationToken));
            SqliteFile.VacuumInto(connection, copy, cancellationToken);
        }

        if (SqliteFile.FindDamage(copy, thorough: true, cancellationToken) is { } found)
        {
            throw new IOException($"the copy is damaged: {found}");
        }

        SqliteFile.Flush(copy); // SQLite does not flush a vacuumed file to the disk
    }

    private static void RequireSpace(string folder, long bytes)
    {
        var needed = bytes + (bytes >> 5); // plus a little for data that is stored meanwhile
        if (DatabaseFile.FreeIn(folder) is { } free && free < needed)
        {
            throw new IOException($"not enough space in {folder}: {needed / 1e6:0.0} MB needed, {free / 1e6:0.0} MB free");
        }
    }
}
