using Microsoft.EntityFrameworkCore;
using PriceStream.Web.Data.Recovery;
using PriceStream.Web.Data.Writes;

namespace PriceStream.Web.Data;

/// <summary>Loads and saves the catalogue of items.</summary>
public sealed class ItemStore(IDbContextFactory<PriceStreamDb> databases, Outbox outbox, StorageState state)
{
    /// <summary>Every stored item; none while the database cannot be read.</summary>
    public Task<IReadOnlyList<ItemRow>> LoadAsync(CancellationToken cancellationToken) => state.ReadOrNoneAsync<ItemRow>(async () =>
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Items.AsNoTracking().ToListAsync(cancellationToken);
    });

    /// <summary>Adds new items and updates known ones in one transaction. Items that are not among them stay.</summary>
    public Task SaveAsync(IReadOnlyList<ItemRow> items, CancellationToken cancellationToken) =>
        outbox.SaveAsync(new SaveItems(items), cancellationToken);
}
