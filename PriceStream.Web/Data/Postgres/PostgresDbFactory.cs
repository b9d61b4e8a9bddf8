using Microsoft.EntityFrameworkCore;

namespace PriceStream.Web.Data.Postgres;

/// <summary>Creates contexts for the stores, which do not know the engine.</summary>
internal sealed class PostgresDbFactory(IDbContextFactory<PostgresDb> databases) : IDbContextFactory<PriceStreamDb>
{
    public PriceStreamDb CreateDbContext() => databases.CreateDbContext();
}
