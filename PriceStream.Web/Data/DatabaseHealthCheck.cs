using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace PriceStream.Web.Data;

/// <summary>Healthy when the database answers a read.</summary>
public sealed class DatabaseHealthCheck(IDbContextFactory<PriceStreamDb> databases) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var db = await databases.CreateDbContextAsync(cancellationToken);
            await db.LatestPrices.AsNoTracking().OrderBy(price => price.ItemId).Select(price => price.ItemId).FirstOrDefaultAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (SqliteException fault)
        {
            return HealthCheckResult.Unhealthy("The database cannot be read", fault);
        }
    }
}
