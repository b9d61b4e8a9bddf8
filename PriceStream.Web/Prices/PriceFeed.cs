using PriceStream.Web.Data.Recovery;
using PriceStream.Web.History.Import;
using PriceStream.Web.Streaming;
using PriceStream.Web.Upstream;

namespace PriceStream.Web.Prices;

/// <summary>What a page needs to be live: the prices as they are, how the source is doing, and where the stream is that goes on from there.</summary>
public sealed class PriceFeed(StreamHub hub, SseOptions sse, UpstreamOptions upstream, FeedState feed, StorageState storage, LivePrices latest, WindowSync windows, TimeProvider clock)
{
    // The filter must name an item, and this is none.
    private const string NoItem = "2147483647";

    /// <summary>The id that prices read after this call stand for at least.</summary>
    public string LastEventId => hub.LastEventId;

    /// <summary>The prices are those of the demo market.</summary>
    public bool Simulated => upstream.Mode == UpstreamMode.Demo;

    public UpstreamStatus Status => feed.Status;

    /// <summary>Why what comes is not stored, here or where it is polled, for people; null while it is.</summary>
    public string? StorageFault => storage.Fault?.Reason ?? feed.Status.Storage;

    /// <summary>How far the windows that were missed while the site was down have been fetched.</summary>
    public WindowProgress Missed => windows.Progress;

    public int PollSeconds => feed.PollSeconds;
    public DateTimeOffset Now => clock.GetUtcNow();
    public TimeSpan ReconnectBaseDelay => sse.ReconnectBaseDelay;
    public TimeSpan ReconnectMaxDelay => sse.ReconnectMaxDelay;

    public Price? PriceOf(int itemId) => latest.Of(itemId);

    /// <summary>
    /// The stream, relative to the site's base, of these items' prices after an id; for null none of them, only the state of the feed.
    /// Null when streams are switched off.
    /// </summary>
    public string? StreamUrl(IEnumerable<int>? itemIds, string after) =>
        sse.Enabled ? $"api/v1/prices/stream?items={(itemIds is null ? NoItem : string.Join(',', itemIds))}&after={after}&html=true" : null;
}
