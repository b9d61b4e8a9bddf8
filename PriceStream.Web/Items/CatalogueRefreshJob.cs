using Coravel.Invocable;
using Microsoft.EntityFrameworkCore;
using PriceStream.Web.Data;
using PriceStream.Web.Upstream;

namespace PriceStream.Web.Items;

/// <summary>Brings the items up to date with the source's catalogue. Items that the source no longer lists stay, with their history.</summary>
public sealed partial class CatalogueRefreshJob(
    UpstreamClient upstream, IDbContextFactory<PriceStreamDb> databases, DatabaseWriter writer, CatalogueStatus status, ILogger<CatalogueRefreshJob> logger)
    : IInvocable, ICancellableInvocable
{
    public CancellationToken CancellationToken { get; set; }

    public async Task Invoke()
    {
        try
        {
            var answer = await upstream.GetMappingAsync(CancellationToken);
            var changed = await SaveAsync(answer.Rows);
            status.Succeeded();
            Refreshed(answer.Rows.Count, changed);
        }
        catch (UpstreamException fault)
        {
            status.Failed("the price source " + fault.Message);
            Failed(fault.Message);
        }
    }

    private async Task<int> SaveAsync(IReadOnlyList<UpstreamItem> items)
    {
        await using var db = await databases.CreateDbContextAsync(CancellationToken);
        var known = await db.Items.ToDictionaryAsync(item => item.ItemId, CancellationToken);
        foreach (var item in items)
        {
            if (!known.TryGetValue(item.Id, out var row))
            {
                row = new ItemRow { ItemId = item.Id, Name = "", Examine = "", Icon = "" };
                db.Items.Add(row);
            }

            Copy(item, row);
        }

        return await writer.SaveChangesAsync(db, CancellationToken);
    }

    private static void Copy(UpstreamItem item, ItemRow row)
    {
        row.Name = item.Name;
        row.Examine = item.Examine ?? "";
        row.Icon = item.Icon ?? "";
        row.Members = item.Members;
        row.BuyLimit = item.Limit;
        row.Value = item.Value;
        row.HighAlch = item.HighAlch;
        row.LowAlch = item.LowAlch;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The catalogue has {Items} items; {Changed} were added or changed")]
    private partial void Refreshed(int items, int changed);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The catalogue was not refreshed: the price source {Reason}")]
    private partial void Failed(string reason);
}
