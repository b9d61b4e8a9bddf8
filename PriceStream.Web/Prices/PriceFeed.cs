using PriceStream.Web.Streaming;

namespace PriceStream.Web.Prices;

/// <summary>What a page needs to be live: the prices as they are, how the source is doing, and where the stream is that goes on from there.</summary>
public sealed class PriceFeed(StreamHub hub, SseOptions sse, FeedState feed, LatestPrices latest, TimeProvider clock)
{
    /// <summary>The id that prices read after this call stand for at least.</summary>
    public string LastEventId => hub.LastEventId;

    public FeedStatus Status => feed.Status;
    public int PollSeconds => feed.PollSeconds;
    public DateTimeOffset Now => clock.GetUtcNow();
    public TimeSpan ReconnectBaseDelay => sse.ReconnectBaseDelay;
    public TimeSpan ReconnectMaxDelay => sse.ReconnectMaxDelay;
    public TimeSpan HeartbeatInterval => sse.HeartbeatInterval;

    public Price? PriceOf(int itemId) => latest.Of(itemId);

    /// <summary>The stream, relative to the site's base, of these items' prices after an id; null when streams are switched off.</summary>
    public string? StreamUrl(IEnumerable<int> itemIds, string after) =>
        sse.Enabled ? $"api/v1/prices/stream?items={string.Join(',', itemIds)}&after={after}&html=true" : null;
}
