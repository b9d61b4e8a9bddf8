using System.Text.Json;
using PriceStream.Web.History;
using PriceStream.Web.Streaming;

namespace PriceStream.Web.Prices;

/// <summary>Applies prices to this instance's memory, whichever instance polled them.</summary>
public sealed class PriceReceiver(LivePrices live, PriceHistory histories, UpstreamMonitor monitor)
{
    /// <summary>Applies a stored batch, and the upstream's status.</summary>
    /// <returns>The notice of the new status. Publish it after the batch.</returns>
    public StreamNotice Apply(IReadOnlyList<Price> batch, UpstreamStatus status)
    {
        // Histories first, because a page with the new price must not get a history that was computed before the price was stored.
        histories.Invalidate(batch.Select(price => price.ItemId));
        live.Apply(batch);
        monitor.Follow(status);
        return new("feed", () => JsonSerializer.SerializeToUtf8Bytes(monitor.ToJson(status), PriceJsonContext.Default.FeedJson));
    }

    /// <summary>Reloads the stored prices, because this instance may have missed batches.</summary>
    public async Task ReloadAsync(CancellationToken cancellationToken)
    {
        histories.InvalidateAll();
        await live.LoadAsync(cancellationToken);
    }
}
