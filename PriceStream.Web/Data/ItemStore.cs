using Microsoft.EntityFrameworkCore;
using PriceStream.Web.Data.Recovery;
using PriceStream.Web.Data.Sqlite;

namespace PriceStream.Web.Data;

/// <summary>Loads and saves the catalogue of items.</summary>
public sealed class ItemStore(
    IDbContextFactory<PriceStreamDb> databases, DatabaseWriter writer, StandbyDatabase standby, StorageState storage)
{
    public async Task<IReadOnlyList<ItemRow>> LoadAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Items.AsNoTracking().ToListAsync(cancellationToken);
    }

    /// <summary>Adds new items and updates known ones in one transaction. Items that are not among them stay.</summary>
    /// <returns>How many rows were added or changed.</returns>
    public async Task<int> SaveAsync(IReadOnlyCollection<ItemRow> items, CancellationToken cancellationToken)
    {
        var changed = 0;
        await writer.WriteAsync(async write =>
        {
            var known = await write.Db.Items.ToDictionaryAsync(item => item.ItemId, cancellationToken);
            foreach (var item in items)
            {
                AddOrUpdate(write.Db, known.GetValueOrDefault(item.ItemId), item);
            }

            changed = await write.Db.SaveChangesAsync(cancellationToken);
        }, cancellationToken);
        if (changed > 0 && storage.CanWrite)
        {
            standby.Fill();
        }

        return changed;
    }

    private static void AddOrUpdate(PriceStreamDb db, ItemRow? known, ItemRow item)
    {
        if (known is null)
        {
            db.Items.Add(item);
        }
        else
        {
            db.Entry(known).CurrentValues.SetValues(item);
        }
    }
}
