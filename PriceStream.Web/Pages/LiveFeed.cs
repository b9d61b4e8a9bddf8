using System.Text.Json;
using PriceStream.Web.History.Import;
using PriceStream.Web.Prices;
using PriceStream.Web.Streaming;

namespace PriceStream.Web.Pages;

/// <summary>What a live page needs: the newest prices, the upstream's status, and the stream that continues from them.</summary>
public sealed class LiveFeed(
    StreamHub hub, SseOptions sse, UpstreamMonitor monitor, LivePrices live, WindowSync windows, TimeProvider clock)
{
    // A stream's filter must name an item. No item has this id, so such a stream sends only the upstream's status.
    private const string NoItem = "2147483647";

    /// <summary>The newest event id. Prices that are read after this call include at least this event.</summary>
    public string LastEventId => hub.LastEventId;

    public bool IsSimulated => monitor.IsSimulated;

    public UpstreamStatus Status => monitor.Status;

    public string? StorageProblem => monitor.StorageProblem;

    /// <summary>The progress of fetching the windows that were missed while the site was down.</summary>
    public WindowProgress Missed => windows.Progress;

    public int PollSeconds => monitor.PollSeconds;
    public DateTimeOffset Now => clock.GetUtcNow();
    public TimeSpan ReconnectBaseDelay => sse.ReconnectBaseDelay;
    public TimeSpan ReconnectMaxDelay => sse.ReconnectMaxDelay;

    public Price? PriceOf(int itemId) => live.Of(itemId);

    /// <summary>The status for the page's script, in the shape of the stream's <c>feed</c> event.</summary>
    public string StatusJson() => JsonSerializer.Serialize(monitor.ToJson(Status), PageJsonContext.Default.FeedJson);

    /// <summary>
    /// Returns the stream's URL, relative to the site's base, for these items' prices after an event id, or for the status alone when the
    /// items are null. Null while streams are switched off.
    /// </summary>
    public string? StreamUrl(IEnumerable<int>? itemIds, string after)
    {
        if (!sse.Enabled)
        {
            return null;
        }

        var items = itemIds is null ? NoItem : string.Join(',', itemIds);
        return $"api/v1/prices/stream?items={items}&after={after}&html=true";
    }
}
