using System.Text.Json;
using PriceStream.Web.History;
using PriceStream.Web.Streaming;

namespace PriceStream.Web.Prices;

/// <summary>Takes prices into this instance's memory, whether this instance polled them or another one.</summary>
public sealed class PriceReceiver(LivePrices live, PriceHistory histories, UpstreamMonitor monitor)
{
    /// <summary>Takes in a batch that is stored, and the upstream's status.</summary>
    /// <returns>The notice of the new status. Publish it after the batch.</returns>
    public StreamNotice Apply(IReadOnlyList<Price> batch, UpstreamStatus status)
    {
        // Histories first: a page that finds a new price here must not get a history that was computed before the price was stored.
        histories.Invalidate(batch.Select(price => price.ItemId));
        live.Apply(batch);
        monitor.Follow(status);
        return new("feed", () => JsonSerializer.SerializeToUtf8Bytes(monitor.ToJson(status), PriceJsonContext.Default.FeedJson));
    }

    /// <summary>Takes in the stored prices, because batches may have passed this instance by.</summary>
    public async Task ReloadAsync(CancellationToken cancellationToken)
    {
        histories.InvalidateAll();
        await live.LoadAsync(cancellationToken);
    }
}
