using Coravel.Invocable;
using Microsoft.EntityFrameworkCore;
using PriceStream.Web.Data;
using PriceStream.Web.Data.Recovery;
using PriceStream.Web.Data.Sqlite;
using PriceStream.Web.Upstream;

namespace PriceStream.Web.Items;

/// <summary>Brings the items up to date with the source's catalogue. Items that the source no longer lists stay, with their history.</summary>
public sealed partial class CatalogueRefreshJob(
    UpstreamClient upstream, DatabaseWriter writer, StandbyDatabase standby, StorageState storage, CatalogueStatus status, ILogger<CatalogueRefreshJob> logger)
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
        var changed = 0;
        await writer.WriteAsync(async write =>
        {
            var known = await write.Db.Items.ToDictionaryAsync(item => item.ItemId, CancellationToken);
            foreach (var item in items)
            {
                if (!known.TryGetValue(item.Id, out var row))
                {
                    row = new ItemRow { ItemId = item.Id, Name = "", Examine = "", Icon = "" };
                    write.Db.Items.Add(row);
                }

                Copy(item, row);
            }

            changed = await write.Db.SaveChangesAsync(CancellationToken);
        }, CancellationToken);
        if (changed > 0 && storage.CanWrite)
        {
            standby.Fill();
        }

        return changed;
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
