using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using PriceStream.Web.Data.Sqlite;

namespace PriceStream.Web.Data.Recovery;

/// <summary>
/// A database in memory that stands in while the file cannot be used. It always has the catalogue. While the file cannot be written,
/// it buffers writes, which are later copied into the file.
/// </summary>
public sealed partial class StandbyDatabase(DatabaseFile file, ILogger<StandbyDatabase> logger) : IDisposable
{
    /// <summary>Its maximum size, in pages of 4 KiB: about half a day of prices. When full, it keeps only the newest prices.</summary>
    private const int MaxPages = 8192;

    // All connections of this process to this name share one database, with the same locks as a file.
    private readonly string name = $"file:/standby-{Guid.NewGuid():N}?vfs=memdb";
    private readonly Lock preparing = new();
    private PooledDbContextFactory<PriceStreamDb>? contexts;
    private SqliteConnection? anchor; // keeps the database in memory alive

    /// <summary>For reads, and for writers that have their turn.</summary>
    public PriceStreamDb CreateDbContext() => Prepare().CreateDbContext();

    /// <summary>Creates the tables of a file that has every migration, which takes less time than the migrations, and fills them.</summary>
    public void CreateAndFill(SqliteConnection current)
    {
        Prepare(SqliteFile.Schema(current));
        Fill();
    }

    /// <summary>Copies the catalogue and the newest prices from the file.</summary>
    public void Fill() => FillFrom(file.Path);

    /// <summary>
    /// Does the same from the file without its log, as of the last checkpoint, because a disk without writes cannot hold SQLite's index of
    /// the log either. If that fails too, the catalogue comes from the upstream.
    /// </summary>
    public void TryFillWithoutLog()
    {
        try
        {
            FillFrom(file.UriWithoutLog);
        }
        catch (SqliteException)
        {
            // The file cannot be read at all.
        }
    }

    /// <summary>Stores the newest prices that the site has in memory, unless a poll has stored newer ones.</summary>
    public void Keep(IEnumerable<LatestPriceRow> prices)
    {
        Prepare();
        using var connection = SqliteFile.Open(name, SqliteOpenMode.ReadWrite);
        using var transaction = connection.BeginTransaction();
        using var keep = new SqliteStatement(connection, StandbyStatements.Keep, "$item", "$high", "$highTime", "$low", "$lowTime");
        foreach (var price in prices)
        {
            keep.Execute(price.ItemId, price.High, price.HighTime, price.Low, price.LowTime);
        }

        transaction.Commit();
    }

    /// <summary>Moves everything into the file, all or nothing, and keeps only the catalogue. Only in a writer's turn.</summary>
    /// <returns>How many prices and windows were copied.</returns>
    public long MoveIntoFile()
    {
        using var connection = Attach(file.Path);
        var rows = (long)SqliteFile.Execute(connection, StandbyStatements.Count)!;
        SqliteFile.Execute(connection, StandbyStatements.Merge);
        SqliteFile.Execute(anchor!, StandbyStatements.Forget);
        return rows;
    }

    /// <summary>Drops old rows when it is full. Only in a writer's turn.</summary>
    public void Empty()
    {
        SqliteFile.Execute(anchor!, StandbyStatements.Forget);
        Emptied();
    }

    public void Dispose() => anchor?.Dispose();

    private void FillFrom(string path)
    {
        using var connection = Attach(path);
        SqliteFile.Execute(connection, StandbyStatements.Fill);
    }

    private SqliteConnection Attach(string path)
    {
        Prepare();
        // Opened for writing even to read, because a database attached to a read-only connection is read-only.
        var connection = SqliteFile.Open(path, SqliteOpenMode.ReadWrite);
        try
        {
            SqliteFile.Execute(connection, $"ATTACH '{name}' AS standby");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    // Without a schema, the migrations create the tables, as in an empty file.
    private PooledDbContextFactory<PriceStreamDb> Prepare(string? schema = null)
    {
        lock (preparing)
        {
            if (contexts is null)
            {
                anchor = SqliteFile.Open(name, SqliteOpenMode.ReadWriteCreate);
                SqliteFile.Execute(anchor, $"PRAGMA max_page_count = {MaxPages}");
                var options = new DbContextOptionsBuilder<PriceStreamDb>().UseSqlite($"Data Source={name}").Options;
                var made = new PooledDbContextFactory<PriceStreamDb>(options);
                CreateTables(made, schema);
                contexts = made;
            }

            return contexts;
        }
    }

    private void CreateTables(PooledDbContextFactory<PriceStreamDb> databases, string? schema)
    {
        if (schema is not null)
        {
            SqliteFile.Execute(anchor!, schema);
            return;
        }

        using var db = databases.CreateDbContext();
        db.Database.Migrate();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The buffer in memory is full: dropped all of it but the newest prices")]
    private partial void Emptied();
}
