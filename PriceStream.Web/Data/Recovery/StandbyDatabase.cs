using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using PriceStream.Web.Data.Sqlite;

namespace PriceStream.Web.Data.Recovery;

/// <summary>
/// A database in memory for the time in which the file cannot be used. It always has the catalogue; what comes while the file cannot be
/// written is stored here, and goes into the file when that is possible again.
/// </summary>
public sealed partial class StandbyDatabase(DatabaseFile file, ILogger<StandbyDatabase> logger) : IDisposable
{
    /// <summary>How much it may hold, in pages of 4 KiB: about half a day of prices. Then it forgets the past.</summary>
    private const int MaxPages = 8192;

    private const string Forget = "DELETE FROM ticks; DELETE FROM windows; DELETE FROM fetched_windows; DELETE FROM fetched_series";

    private const string NewerStays = """
        ON CONFLICT (item_id) DO UPDATE SET
            high = iif(coalesce(excluded.high_time, 0) >= coalesce(high_time, 0), excluded.high, high), high_time = nullif(max(coalesce(excluded.high_time, 0), coalesce(high_time, 0)), 0),
            low = iif(coalesce(excluded.low_time, 0) >= coalesce(low_time, 0), excluded.low, low), low_time = nullif(max(coalesce(excluded.low_time, 0), coalesce(low_time, 0)), 0)
        """;

    // The same rules as where prices and windows are stored: what is newer or stronger stays.
    private const string Merge = $"""
        BEGIN IMMEDIATE;
        INSERT OR REPLACE INTO main.items SELECT * FROM standby.items;
        INSERT INTO main.latest_prices SELECT * FROM standby.latest_prices WHERE true {NewerStays};
        INSERT INTO main.ticks SELECT * FROM standby.ticks WHERE true ON CONFLICT (item_id, time) DO UPDATE SET high = coalesce(excluded.high, high), low = coalesce(excluded.low, low);
        INSERT INTO main.windows SELECT * FROM standby.windows WHERE true ON CONFLICT (item_id, step, time) DO UPDATE SET
            high = excluded.high, low = excluded.low, high_volume = excluded.high_volume, low_volume = excluded.low_volume, rolled_up = excluded.rolled_up WHERE rolled_up OR NOT excluded.rolled_up;
        INSERT OR REPLACE INTO main.fetched_windows SELECT * FROM standby.fetched_windows;
        INSERT OR REPLACE INTO main.fetched_series SELECT * FROM standby.fetched_series;
        COMMIT;
        PRAGMA wal_checkpoint(PASSIVE)
        """;

    // For SQLite, the connections of one process to this name are one database, with locks as a file has them.
    private readonly string name = $"file:/standby-{Guid.NewGuid():N}?vfs=memdb";
    private readonly Lock preparing = new();
    private PooledDbContextFactory<PriceStreamDb>? contexts;
    private SqliteConnection? anchor; // it lives as long as this is open

    /// <summary>For reads, and for writers that have their turn.</summary>
    public PriceStreamDb CreateDbContext() => Prepare().CreateDbContext();

    /// <summary>Copies the catalogue and the newest prices out of the file, as far as they can be read.</summary>
    /// <param name="uri">The file, in which way it can be opened; null for the ordinary one.</param>
    public void Fill(string? uri = null)
    {
        using var connection = Attach(uri ?? file.Path);
        SqliteFile.Execute(connection, """
            BEGIN; DELETE FROM standby.items; INSERT INTO standby.items SELECT * FROM main.items;
            DELETE FROM standby.latest_prices; INSERT INTO standby.latest_prices SELECT * FROM main.latest_prices; COMMIT
            """);
    }

    /// <summary>Takes over the newest prices that the site has in memory; a poll may have stored newer ones here, which stay.</summary>
    public void Keep(IEnumerable<LatestPriceRow> prices)
    {
        Prepare();
        using var connection = SqliteFile.Open(name, SqliteOpenMode.ReadWrite);
        using var transaction = connection.BeginTransaction();
        using var insert = new SqliteStatement(connection, $"INSERT INTO latest_prices VALUES ($item, $high, $highTime, $low, $lowTime) {NewerStays}", "$item", "$high", "$highTime", "$low", "$lowTime");
        foreach (var price in prices)
        {
            insert.Execute(price.ItemId, price.High, price.HighTime, price.Low, price.LowTime);
        }

        transaction.Commit();
    }

    /// <summary>Puts what is here into the file, all or nothing, and forgets it here but for the catalogue. Only in a writer's turn.</summary>
    /// <returns>How many prices and windows came into the file.</returns>
    public long MoveIntoFile()
    {
        using var connection = Attach(file.Path);
        var rows = (long)SqliteFile.Execute(connection, "SELECT (SELECT count(*) FROM standby.ticks) + (SELECT count(*) FROM standby.windows)")!;
        SqliteFile.Execute(connection, Merge);
        SqliteFile.Execute(anchor!, Forget);
        return rows;
    }

    /// <summary>Makes room in a full one. Only in a writer's turn.</summary>
    public void Empty()
    {
        SqliteFile.Execute(anchor!, Forget);
        Forgotten();
    }

    public void Dispose() => anchor?.Dispose();

    private SqliteConnection Attach(string path)
    {
        Prepare();
        var connection = SqliteFile.Open(path, SqliteOpenMode.ReadWrite); // also to read: what is attached to a read-only one is read-only
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

    // The tables are those that the migrations make of an empty file.
    private PooledDbContextFactory<PriceStreamDb> Prepare()
    {
        lock (preparing)
        {
            if (contexts is null)
            {
                anchor = SqliteFile.Open(name, SqliteOpenMode.ReadWriteCreate);
                SqliteFile.Execute(anchor, $"PRAGMA max_page_count = {MaxPages}");
                var made = new PooledDbContextFactory<PriceStreamDb>(new DbContextOptionsBuilder<PriceStreamDb>().UseSqlite($"Data Source={name}").Options);
                using var db = made.CreateDbContext();
                db.Database.Migrate();
                contexts = made;
            }

            return contexts;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The memory for what cannot be stored is full: what was kept in it is given up, but for the newest prices")]
    private partial void Forgotten();
}
