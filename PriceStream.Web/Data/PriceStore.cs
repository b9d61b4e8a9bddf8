using Microsoft.EntityFrameworkCore;
using PriceStream.Web.Data.Sqlite;

namespace PriceStream.Web.Data;

/// <summary>Stores the newest price of each item, and every tick.</summary>
public sealed class PriceStore(IDbContextFactory<PriceStreamDb> databases, DatabaseWriter writer)
{
    /// <summary>The newest stored price of every item that has one, in no particular order.</summary>
    public async Task<IReadOnlyList<LatestPriceRow>> LoadAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.LatestPrices.AsNoTracking().ToListAsync(cancellationToken);
    }

    /// <summary>The Unix second of the newest stored trade; 0 when there is none.</summary>
    public async Task<long> NewestTradeAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.LatestPrices.MaxAsync(price => price.HighTime, cancellationToken) ?? 0;
    }

    /// <summary>Stores newest prices and their ticks, all or nothing.</summary>
    /// <param name="updates">Enumerated a second time when the file fails and the write goes to memory.</param>
    public Task SaveAsync(IEnumerable<PriceUpdate> updates, CancellationToken cancellationToken) =>
        writer.WriteAsync(write => PriceStatements.Save(write, updates), cancellationToken);
}
