using Microsoft.EntityFrameworkCore;
using PriceStream.Tests.Data;
using PriceStream.Web.Data;
using PriceStream.Web.Data.Sqlite;

namespace PriceStream.Tests.Support;

/// <summary>A SQLite file of its own, with the site's store in front of it.</summary>
internal sealed class SqliteDatabase : IStoreUnderTest, IDbContextFactory<PriceStreamDb>
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("pricestream-");
    private readonly SqliteConnections connections;

    public SqliteDatabase()
    {
        DatabaseTemplate.CopyTo(folder.FullName, isDemo: false);
        var file = new DatabaseFile($"Data Source={Path.Combine(folder.FullName, "prices.db")}");
        connections = new(file);
        Store = new SqliteStore(file, connections);
    }

    public IPriceStore Store { get; }

    public IDbContextFactory<PriceStreamDb> Databases => this;

    public PriceStreamDb CreateDbContext() =>
        new SqliteDb(new DbContextOptionsBuilder<SqliteDb>().UseSqlite(connections.ConnectionString).Options);

    public ValueTask DisposeAsync()
    {
        connections.Clear();
        folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
