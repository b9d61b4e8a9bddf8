using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using PriceStream.Web.Data.Recovery;

namespace PriceStream.Web.Data;

/// <summary>Healthy when the database can be read and written. Degraded, with a reason, while the site serves from memory.</summary>
public sealed class DatabaseHealthCheck(
    IDbContextFactory<PriceStreamDb> databases, StorageState state, TimeProvider clock) : IHealthCheck
{
    // A container's health check and a load balancer give up after a few seconds, and then they replace a site that works.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        using var limit = new CancellationTokenSource(Limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var isLate = false;
        try
        {
            if (state.CanRead && await FindErrorAsync(either.Token) is { } error)
            {
                return HealthCheckResult.Unhealthy("The database cannot be read", error);
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            isLate = true;
        }

        return (state.Failure, isLate) switch
        {
            ({ } failure, _) => HealthCheckResult.Degraded($"Prices are not stored since {failure.Since:u}: {failure.PublicReason}"),
            (_, true) => HealthCheckResult.Degraded($"The database has not answered for {Limit.TotalSeconds:0} s"),
            _ => HealthCheckResult.Healthy(),
        };
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
