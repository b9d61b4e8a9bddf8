using Coravel.Invocable;
using PriceStream.Web.Upstream;

namespace PriceStream.Web.History.Import;

/// <summary>
/// Fetches bulk windows, one request per run: windows that have just closed, then missed ones, newest first. It runs once a second, which
/// limits the rate of requests to the upstream.
/// </summary>
public sealed partial class WindowSyncJob(
    UpstreamClient upstream, WindowSync sync, WindowWriter windows, ItemBackfill backfill, HistoryMetrics metrics,
    ILogger<WindowSyncJob> logger)
    : IInvocable, ICancellableInvocable
{
    private const int LogEach = 50;

    public CancellationToken CancellationToken { get; set; }

    public async Task Invoke()
    {
        var before = sync.Progress;
        if (await sync.NextAsync(CancellationToken) is not { Resolution: var resolution, Time: var asked })
        {
            return;
        }

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

            LogProgress(before, sync.Progress);
        }
        catch (UpstreamException exception)
        {
            sync.Failed(exception.RetryAfter);
            Failed(resolution.Name, exception.Message);
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
            // Only the upstream's series can fill a gap this long, item by item, as after a first start.
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
        await windows.SaveAsync(resolution, window, CancellationToken);
        metrics.WindowStored(resolution.Name);
    }

    private void LogProgress(WindowProgress before, WindowProgress now)
    {
        if (before.IsComplete && !now.IsComplete)
        {
            Missed(now.Total);
        }
        else if (!before.IsComplete && (now.IsComplete || now.Fetched > before.Fetched && now.Fetched % LogEach == 0))
        {
            CaughtUp(now.Fetched, now.Total);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Catching up on {Total} missed windows, one a second, newest first")]
    private partial void Missed(int total);

    [LoggerMessage(Level = LogLevel.Information, Message = "Stored {Fetched} of {Total} missed windows")]
    private partial void CaughtUp(int fetched, int total);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Could not fetch a window of {Width}: the price source {Reason}")]
    private partial void Failed(string width, string reason);
}
