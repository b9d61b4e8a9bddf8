using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using PriceStream.Web.Data.Recovery;

namespace PriceStream.Web.Data.Sqlite;

/// <summary>
/// Creates contexts of the file. While it cannot be read, they read it without its log, as of the last checkpoint: a disk without writes
/// cannot hold SQLite's index of the log.
/// </summary>
public sealed class SqliteContexts(DatabaseFile file, SqliteConnections connections, StorageState state) : IDbContextFactory<PriceStreamDb>
{
    private readonly PooledDbContextFactory<SqliteDb> contexts = new(OptionsFor(connections.ConnectionString));

    public PriceStreamDb CreateDbContext() => state.CanRead
        ? contexts.CreateDbContext()
        : new SqliteDb(OptionsFor($"Data Source={file.UriWithoutLog};Mode=ReadOnly;Pooling=False"));

    /// <summary>Creates a context of the file, whatever its state.</summary>
    public SqliteDb CreateFileContext() => contexts.CreateDbContext();

    private static DbContextOptions<SqliteDb> OptionsFor(string connectionString) =>
        new DbContextOptionsBuilder<SqliteDb>().UseSqlite(connectionString).Options;
}
