using Microsoft.EntityFrameworkCore;
using PriceStream.Web.Data.Recovery;
using PriceStream.Web.Data.Writes;

namespace PriceStream.Web.Data;

/// <summary>Stores the newest price of each item, and every tick.</summary>
public sealed class PriceStore(IDbContextFactory<PriceStreamDb> databases, Outbox outbox, StorageState state)
{
    /// <summary>The newest stored price of every item that has one, in any order; none while the database cannot be read.</summary>
    public Task<IReadOnlyList<LatestPriceRow>> LoadAsync(CancellationToken cancellationToken) =>
        state.ReadOrNoneAsync<LatestPriceRow>(async () =>
        {
            await using var db = await databases.CreateDbContextAsync(cancellationToken);
            return await db.LatestPrices.AsNoTracking().ToListAsync(cancellationToken);
        });

    /// <summary>The Unix second of the newest stored trade; 0 when there is none.</summary>
    public async Task<long> NewestTradeAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.LatestPrices.MaxAsync(price => price.HighTime, cancellationToken) ?? 0;
    }

    /// <summary>Stores newest prices and their ticks, all or nothing.</summary>
    public Task SaveAsync(IReadOnlyList<PriceUpdate> updates, CancellationToken cancellationToken) =>
        outbox.SaveAsync(new SavePrices(updates), cancellationToken);
}
