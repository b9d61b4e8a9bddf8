using Coravel.Invocable;
using PriceStream.Web.Upstream;

namespace PriceStream.Web.Prices;

/// <summary>
/// Brings the bulk windows in, one request each time it runs: those that have just closed, then those that were missed, newest first. It
/// runs once a second, and that is the pace which the source is asked at.
/// </summary>
public sealed partial class WindowSyncJob(UpstreamClient upstream, WindowSync sync, WindowStore store, PriceMetrics metrics, ILogger<WindowSyncJob> logger)
    : IInvocable, ICancellableInvocable
{
    private const int TellEach = 50;

    public CancellationToken CancellationToken { get; set; }

    public async Task Invoke()
    {
        if (await sync.NextAsync(CancellationToken) is not { Series: var series, Time: var asked })
        {
            return;
        }

        try
        {
            var window = await upstream.GetWindowAsync(series.Name, series.Seconds, asked, CancellationToken);
            if (asked is { } time && window.Timestamp != time)
            {
                throw new UpstreamException($"sent the window of {window.Timestamp} for that of {time}");
            }

            var before = sync.Progress;
            var items = await store.SaveAsync(series, window, CancellationToken);
            sync.Stored(series, asked, window.Timestamp, items);
            metrics.WindowStored(series.Name);
            Tell(before, sync.Progress);
        }
        catch (UpstreamException fault)
        {
            sync.Failed(fault.RetryAfter);
            Failed(series.Name, fault.Message);
        }
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
