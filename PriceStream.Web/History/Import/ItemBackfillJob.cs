using Coravel.Invocable;
using Microsoft.EntityFrameworkCore;
using PriceStream.Web.Data;
using PriceStream.Web.Upstream;

namespace PriceStream.Web.History.Import;

/// <summary>
/// Fetches the past of one item that somebody looks at, each of its series once, each time it runs. It runs once a second: never more than
/// one item a second, as the source asks of those who loop over items.
/// </summary>
public sealed partial class ItemBackfillJob(
    UpstreamClient upstream, ItemBackfill backfill, WindowStore store, IDbContextFactory<PriceStreamDb> databases, TimeProvider clock, ILogger<ItemBackfillJob> logger)
    : IInvocable, ICancellableInvocable
{
    public CancellationToken CancellationToken { get; set; }

    public async Task Invoke()
    {
        if (backfill.Next() is not { } itemId)
        {
            return;
        }

        try
        {
            await FetchAsync(itemId);
            backfill.Done(itemId);
        }
        catch (UpstreamException fault) when (fault.IsRefusal)
        {
            backfill.Done(itemId); // it will not be otherwise in a moment; after a restart it is tried again
            Failed(itemId, fault.Message);
        }
        catch (UpstreamException fault)
        {
            backfill.Failed(itemId, fault.RetryAfter);
            Failed(itemId, fault.Message);
        }
        catch
        {
            backfill.Failed(itemId, null);
            throw;
        }
    }

    private async Task FetchAsync(int itemId)
    {
        List<int> fetched;
        await using (var db = await databases.CreateDbContextAsync(CancellationToken))
        {
            fetched = await db.FetchedSeries.Where(resolution => resolution.ItemId == itemId).Select(resolution => resolution.Step).ToListAsync(CancellationToken);
        }

        var windows = 0;
        foreach (var resolution in Resolution.Windows.Where(resolution => !fetched.Contains(resolution.Seconds)))
        {
            var answer = await upstream.GetSeriesAsync(itemId, resolution.Name, resolution.Seconds, CancellationToken);
            await store.SaveAsync(itemId, resolution, answer.Rows, clock.GetUtcNow().ToUnixTimeSeconds(), CancellationToken);
            windows += answer.Rows.Count;
        }

        Fetched(itemId, windows);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The past of item {ItemId} is stored: {Windows} windows")]
    private partial void Fetched(int itemId, int windows);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The past of item {ItemId} was not fetched: the price source {Reason}")]
    private partial void Failed(int itemId, string reason);
}
