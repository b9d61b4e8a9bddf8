using Coravel.Invocable;
using PriceStream.Web.Data;
using PriceStream.Web.Upstream;

namespace PriceStream.Web.History.Import;

/// <summary>
/// Fetches the past of one queued item per run, each of its series once. It runs once a second, because the upstream asks clients that loop
/// over items to request at most one a second.
/// </summary>
public sealed partial class ItemBackfillJob(
    UpstreamClient upstream, ItemBackfill backfill, WindowWriter windows, ImportStore imports, TimeProvider clock,
    ILogger<ItemBackfillJob> logger)
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
        catch (UpstreamException exception) when (exception.IsRefusal)
        {
            backfill.Done(itemId); // the upstream would refuse it again; a restart retries it
            Failed(itemId, exception.Message);
        }
        catch (UpstreamException exception)
        {
            backfill.Failed(itemId, exception.RetryAfter);
            Failed(itemId, exception.Message);
        }
        catch
        {
            backfill.Failed(itemId, null);
            throw;
        }
    }

    private async Task FetchAsync(int itemId)
    {
        var fetched = await imports.SeriesAsync(itemId, CancellationToken);
        var count = 0;
        foreach (var resolution in Resolution.Windows.Where(resolution => !fetched.Contains(resolution.Seconds)))
        {
            var answer = await upstream.GetSeriesAsync(itemId, resolution.Seconds, CancellationToken);
            var stated = Resolution.Windows.Single(width => width.Seconds == answer.Seconds);
            await windows.SaveAsync(itemId, stated, answer.Rows, clock.GetUtcNow().ToUnixTimeSeconds(), CancellationToken);
            count += answer.Rows.Count;
        }

        Fetched(itemId, count);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Stored the past of item {ItemId}: {Windows} windows")]
    private partial void Fetched(int itemId, int windows);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Could not fetch the past of item {ItemId}: the price source {Reason}")]
    private partial void Failed(int itemId, string reason);
}
