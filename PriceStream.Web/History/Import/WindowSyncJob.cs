using Coravel.Invocable;
using PriceStream.Web.Upstream;

namespace PriceStream.Web.History.Import;

/// <summary>
/// Brings the bulk windows in, one request each time it runs: those that have just closed, then those that were missed, newest first. It
/// runs once a second, and that is the pace which the source is asked at.
/// </summary>
public sealed partial class WindowSyncJob(
    UpstreamClient upstream,
    WindowSync sync,
    WindowStore store,
    ItemBackfill backfill,
    HistoryMetrics metrics,
    ILogger<WindowSyncJob> logger)
    : IInvocable, ICancellableInvocable
{
    private const int TellEach = 50;

    public CancellationToken CancellationToken { get; set; }

    public async Task Invoke()
    {
        if (await sync.NextAsync(CancellationToken) is not { Resolution: var resolution, Time: var asked })
        {
            return;
        }

        var before = sync.Progress;
        try
        {
            if (asked is { } time)
            {
                await CatchUpAsync(resolution, time);
            }
            else
            {
                await FetchNewestAsync(resolution);
            }

            Tell(before, sync.Progress);
        }
        catch (UpstreamException fault)
        {
            sync.Failed(fault.RetryAfter);
            Failed(resolution.Name, fault.Message);
        }
    }

    private async Task FetchNewestAsync(Resolution resolution)
    {
        var window = await upstream.GetWindowAsync(resolution.Name, resolution.Seconds, null, CancellationToken);
        var hasItems = window.Answer.Rows.Count > 0;
        if (hasItems)
        {
            await SaveAsync(resolution, window);
        }

        if (sync.Arrived(resolution, window.Timestamp, hasItems))
        {
            // Only the source's own long series can fill that, item by item, as after a first start.
            await backfill.ForgetAsync(CancellationToken);
        }
    }

    private async Task CatchUpAsync(Resolution resolution, long time)
    {
        var window = await upstream.GetWindowAsync(resolution.Name, resolution.Seconds, time, CancellationToken);
        if (window.Timestamp != time)
        {
            throw new UpstreamException($"sent the window of {window.Timestamp} for that of {time}");
        }

        await SaveAsync(resolution, window);
        sync.CaughtUp(resolution, time);
    }

    private async Task SaveAsync(Resolution resolution, UpstreamBulkWindow window)
    {
        await store.SaveAsync(resolution, window, CancellationToken);
        metrics.WindowStored(resolution.Name);
    }

    private void Tell(WindowProgress before, WindowProgress now)
    {
        if (before.IsComplete && !now.IsComplete)
        {
            Missed(now.Total);
        }
        else if (!before.IsComplete && (now.IsComplete || now.Fetched % TellEach == 0))
        {
            CaughtUp(now.Fetched, now.Total);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Total} windows of the past are missing here and are fetched now, one a second, newest first")]
    private partial void Missed(int total);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Fetched} of {Total} missed windows are stored")]
    private partial void CaughtUp(int fetched, int total);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A window of {Width} was not fetched: the price source {Reason}")]
    private partial void Failed(string width, string reason);
}
