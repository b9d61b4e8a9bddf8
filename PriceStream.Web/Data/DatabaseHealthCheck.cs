using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using PriceStream.Web.Data.Recovery;

namespace PriceStream.Web.Data;

/// <summary>Healthy when the database can be read and written. Degraded, with a reason, while the site serves from memory.</summary>
public sealed class DatabaseHealthCheck(IDbContextFactory<PriceStreamDb> databases, StorageState state) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (state.CanRead && await FindErrorAsync(cancellationToken) is { } error)
        {
            return HealthCheckResult.Unhealthy("The database cannot be read", error);
        }

        return state.Failure is { } failure
            ? HealthCheckResult.Degraded($"Prices are not stored since {failure.Since:u}: {failure.PublicReason}")
            : HealthCheckResult.Healthy();
    }

    // Null too when the error is a known failure of the database: then its state says so.
    private async Task<Exception?> FindErrorAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var db = await databases.CreateDbContextAsync(cancellationToken);
            await db.LatestPrices.OrderBy(price => price.ItemId).Select(price => price.ItemId).FirstOrDefaultAsync(cancellationToken);
            return null;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return state.Report(exception) ? null : exception;
        }
    }
}
