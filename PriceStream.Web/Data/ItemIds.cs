using Microsoft.EntityFrameworkCore;

namespace PriceStream.Web.Data;

/// <summary>Which items the catalogue has.</summary>
public sealed class ItemIds(IDbContextFactory<PriceStreamDb> databases)
{
    /// <summary>All of them, ascending.</summary>
    public async Task<int[]> AllAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Items.Select(item => item.ItemId).Order().ToArrayAsync(cancellationToken);
    }
}
