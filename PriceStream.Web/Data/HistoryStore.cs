using Microsoft.EntityFrameworkCore;

namespace PriceStream.Web.Data;

/// <summary>Reads an item's stored past.</summary>
public sealed class HistoryStore(IDbContextFactory<PriceStreamDb> databases)
{
    /// <summary>Opens a connection for the several reads of one history; the caller disposes it.</summary>
    public async ValueTask<HistoryReads> OpenAsync(CancellationToken cancellationToken)
    {
        var db = await databases.CreateDbContextAsync(cancellationToken);
        try
        {
            await db.Database.OpenConnectionAsync(cancellationToken);
            return new(db);
        }
        catch
        {
            await db.DisposeAsync();
            throw;
        }
    }
}
