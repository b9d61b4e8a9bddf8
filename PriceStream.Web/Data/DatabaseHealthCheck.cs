using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using PriceStream.Web.Data.Recovery;

namespace PriceStream.Web.Data;

/// <summary>Healthy when the database answers a read and takes writes. Degraded while the site goes on from memory: it serves, and says why.</summary>
public sealed class DatabaseHealthCheck(IDbContextFactory<PriceStreamDb> databases, StorageState state) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var db = await databases.CreateDbContextAsync(cancellationToken);
            await db.LatestPrices.AsNoTracking().OrderBy(price => price.ItemId).Select(price => price.ItemId).FirstOrDefaultAsync(cancellationToken);
        }
        catch (SqliteException fault) when (state.Report(fault))
        {
            // Told below.
        }
        catch (SqliteException fault)
        {
            return HealthCheckResult.Unhealthy("The database cannot be read", fault);
        }

        return state.Fault is { } broken ? HealthCheckResult.Degraded($"Prices are not stored since {broken.Since:u}: {broken.Reason}") : HealthCheckResult.Healthy();
    }
}
