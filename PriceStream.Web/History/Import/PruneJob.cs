using Coravel.Invocable;
using Microsoft.EntityFrameworkCore;
using PriceStream.Web.Data;
using PriceStream.Web.Data.Sqlite;

namespace PriceStream.Web.History.Import;

/// <summary>
/// Deletes what is older than its series is kept, a few items a turn. Ages are counted from the newest window or trade that the source has
/// given, never from this server's clock alone: one that is wrong must not erase history.
/// </summary>
public sealed partial class PruneJob(IDbContextFactory<PriceStreamDb> databases, DatabaseWriter writer, TimeProvider clock, ILogger<PruneJob> logger)
    : IInvocable, ICancellableInvocable
{
    private const int ItemsATurn = 100;

    public CancellationToken CancellationToken { get; set; }

    public async Task Invoke()
    {
        int[] items;
        long newest;
        await using (var db = await databases.CreateDbContextAsync(CancellationToken))
        {
            items = await db.Items.Select(item => item.ItemId).ToArrayAsync(CancellationToken);
            var window = await db.FetchedWindows.Where(window => window.Items > 0).MaxAsync(window => (long?)window.Time, CancellationToken) ?? 0;
            var trade = await db.LatestPrices.MaxAsync(price => price.HighTime, CancellationToken) ?? 0;
            newest = Math.Min(clock.GetUtcNow().ToUnixTimeSeconds(), Math.Max(window, trade));
        }

        var deleted = 0;
        foreach (var turn in items.Chunk(ItemsATurn))
        {
            deleted += await PruneAsync(turn, newest);
        }

        await ForgetFetchedAsync(newest);
        if (deleted > 0)
        {
            Pruned(deleted);
        }
    }

    private async Task<int> PruneAsync(int[] items, long newest)
    {
        var deleted = 0;
        await writer.WriteAsync(write =>
        {
            var ticks = write.Prepare("DELETE FROM ticks WHERE item_id = $item AND time < $before", "$item", "$before");
            var windows = write.Prepare("DELETE FROM windows WHERE item_id = $item AND step = $step AND time < $before", "$item", "$step", "$before");
            foreach (var (resolution, kept) in Resolution.All.Where(resolution => resolution.Kept is not null).Select(resolution => (resolution, resolution.Kept!.Value)))
            {
                var before = newest - (long)kept.TotalSeconds;
                foreach (var item in items)
                {
                    deleted += resolution == Resolution.Ticks ? ticks.Execute(item, before) : windows.Execute(item, resolution.Seconds, before);
                }
            }
        }, CancellationToken);
        return deleted;
    }

    private Task ForgetFetchedAsync(long newest) => writer.WriteAsync(
        write => { write.Prepare("DELETE FROM fetched_windows WHERE time < $before", "$before").Execute(newest - (long)Resolution.Hours.Kept!.Value.TotalSeconds); }, CancellationToken);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Rows} rows were older than their series is kept and are deleted")]
    private partial void Pruned(int rows);
}
