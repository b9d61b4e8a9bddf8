using System.Text.Json;
using PriceStream.Web.History;
using PriceStream.Web.Streaming;

namespace PriceStream.Web.Prices;

/// <summary>
/// Takes a batch of prices into this instance's memory, whether this instance polled them or another one: newest prices first, then the
/// histories they change, then the upstream's status.
/// </summary>
public sealed class PriceReceiver(LivePrices live, PriceHistory histories, UpstreamMonitor monitor)
{
    /// <returns>The notice of the new status. Publish it after the batch.</returns>
    public StreamNotice Apply(IReadOnlyList<Price> batch, UpstreamStatus status)
    {
        live.Apply(batch);
        histories.Invalidate(batch.Select(price => price.ItemId));
        monitor.Follow(status);
        return new("feed", () => JsonSerializer.SerializeToUtf8Bytes(monitor.ToJson(status), PriceJsonContext.Default.FeedJson));
    }
}
