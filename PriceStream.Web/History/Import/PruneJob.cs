using Coravel.Invocable;
using PriceStream.Web.Data;
using PriceStream.Web.Items;

namespace PriceStream.Web.History.Import;

/// <summary>
/// Deletes rows that are older than <see cref="Retention"/> allows, a few items per write. Ages are counted from the newest window or trade
/// that the upstream has sent, never from this server's clock alone, because a wrong clock must not erase history.
/// </summary>
public sealed partial class PruneJob(
    PriceStore prices, WindowStore windows, ImportStore imports, Catalogue catalogue, TimeProvider clock, ILogger<PruneJob> logger)
    : IInvocable, ICancellableInvocable
{
    private const int ItemsATurn = 100;

    public CancellationToken CancellationToken { get; set; }

    public async Task Invoke()
    {
        var newest = await NewestAsync();
        var limits = (from resolution in Resolution.All
                      let kept = Retention.Of(resolution)
                      where kept is not null
                      select (resolution.Seconds, newest - (long)kept.Value.TotalSeconds)).ToList();
        var deleted = 0;
        foreach (var turn in catalogue.Ids.Chunk(ItemsATurn))
        {
            deleted += await windows.PruneAsync(turn, limits, CancellationToken);
        }

        var forgotten = Resolution.Windows
            .Select(resolution => (resolution.Seconds, newest - (long)Retention.OfFetched(resolution).TotalSeconds)).ToList();
        await imports.ForgetWindowsAsync(forgotten, CancellationToken);
        if (deleted > 0)
        {
            Pruned(deleted);
        }
    }

    private async Task<long> NewestAsync()
    {
        var window = await imports.NewestWindowAsync(CancellationToken);
        var trade = await prices.NewestTradeAsync(CancellationToken);
        return Math.Min(clock.GetUtcNow().ToUnixTimeSeconds(), Math.Max(window, trade));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Deleted {Rows} rows that had passed their retention")]
    private partial void Pruned(int rows);
}
