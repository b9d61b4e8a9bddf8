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
        var (before, daysBefore) = (sync.Progress, sync.Days);
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
            LogDays(daysBefore, sync.Days);
        }
        catch (UpstreamException exception)
        {
            Retry(resolution, asked, exception);
            Failed(resolution.Name, exception.Message);
        }
    }

    private void Retry(Resolution resolution, long? asked, UpstreamException exception)
    {
        if (resolution == Resolution.Days)
        {
            sync.DayFailed(asked!.Value, exception.RetryAfter);
            return;
        }

        // The upstream has this window no longer or not yet. The others do not wait for it.
        if (asked is { } time && (exception.IsRefusal || sync.IsPostponed(resolution, time)))
        {
            sync.Postpone(resolution, time);
        }

        sync.Failed(asked is null ? resolution : null, exception.RetryAfter);
    }

    private async Task FetchNewestAsync(Resolution resolution)
    {
        var window = await upstream.GetWindowAsync(resolution.Name, resolution.Seconds, null, CancellationToken);
        var hasItems = window.TotalRows > 0;
        var counts = !hasItems || await SaveAsync(resolution, window);
        if (sync.Arrived(resolution, window.Timestamp, hasItems, counts))
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
            throw new UpstreamException($"sent the window of {window.Timestamp} for that of {time}", isRefusal: true);
        }

        if (window.TotalRows == 0 && sync.MayStillFill(resolution, time))
        {
            sync.Postpone(resolution, time);
        }
        else if (await SaveAsync(resolution, window))
        {
            sync.CaughtUp(resolution, time);
        }
    }

    /// <returns>Whether the window counts as fetched.</returns>
    private async Task<bool> SaveAsync(Resolution resolution, UpstreamBulkWindow window)
    {
        var isGutted = FetchRetry.IsGutted(window.RefusedRows, window.TotalRows);
        await windows.SaveAsync(resolution, window, counts: !isGutted, CancellationToken);
        if (isGutted)
        {
            var next = sync.Postpone(resolution, window.Timestamp);
            Gutted(resolution.Name, DateTimeOffset.FromUnixTimeSeconds(window.Timestamp), window.RefusedRows, window.TotalRows, next);
            return false;
        }

        metrics.WindowStored(resolution.Name);
        return true;
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

    private void LogDays(WindowProgress? before, WindowProgress? now)
    {
        if (now is not null && now.Fetched > (before?.Fetched ?? 0) && (now.IsComplete || now.Fetched % LogEach == 0))
        {
            DaysStored(now.Fetched, now.Total);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Stored {Fetched} of {Total} days of history")]
    private partial void DaysStored(int fetched, int total);

    [LoggerMessage(Level = LogLevel.Information, Message = "Catching up on {Total} missed windows, one a second, newest first")]
    private partial void Missed(int total);

    [LoggerMessage(Level = LogLevel.Information, Message = "Stored {Fetched} of {Total} missed windows")]
    private partial void CaughtUp(int fetched, int total);

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "The {Width} window of {Start:u} does not count as fetched: {Refused} of its {Total} rows were refused. Next try {NextTry:u}")]
    private partial void Gutted(string width, DateTimeOffset start, int refused, int total, DateTimeOffset nextTry);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Could not fetch a window of {Width}: the price source {Reason}")]
    private partial void Failed(string width, string reason);
}
