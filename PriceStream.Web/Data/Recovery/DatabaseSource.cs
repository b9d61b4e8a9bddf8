using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace PriceStream.Web.Data.Recovery;

/// <summary>Creates contexts to read from: of the file, or, while that cannot be read, of the database in memory.</summary>
public sealed class DatabaseSource(DbContextOptions<PriceStreamDb> options, StandbyDatabase standby, StorageState state)
    : IDbContextFactory<PriceStreamDb>
{
    private readonly PooledDbContextFactory<PriceStreamDb> file = new(options);

    public PriceStreamDb CreateDbContext() => state.CanRead ? file.CreateDbContext() : standby.CreateDbContext();

    /// <summary>Creates a context on the file, whatever its state.</summary>
    public PriceStreamDb CreateFileContext() => file.CreateDbContext();
}
