using System.Buffers;
using System.Text.Json;
using PriceStream.Web.History;
using PriceStream.Web.Streaming;
using PriceStream.Web.Streaming.Relay;

namespace PriceStream.Web.Prices;

/// <summary>What becomes of prices and of the feed's state when they arrive, from this instance's own poll or from another's; and how they travel between instances.</summary>
public sealed class PriceRelay(LivePrices latest, HistoryCache histories, FeedState feed)
{
    /// <summary>Takes them into memory. Gives the notice that tells clients of the feed's state.</summary>
    public StreamNotice Accept(IReadOnlyList<Price> prices, UpstreamStatus status)
    {
        foreach (var price in prices)
        {
            // What comes from the past (an instance that fills its memory) must not undo what the database told.
            if (PriceChange.Between(latest.Of(price.ItemId), price) is { } change)
            {
                latest.Set(change.Price);
            }
        }

        // Another instance has stored them, and cannot reach into this one's memory. What Redis held is gone a moment later.
        _ = histories.InvalidateAsync(prices.Select(price => price.ItemId));
        feed.Follow(status);
        return new("feed", () => JsonSerializer.SerializeToUtf8Bytes(feed.ToJson(status), PriceJsonContext.Default.FeedJson));
    }

    public static byte[] Write(UpstreamStatus status) => JsonSerializer.SerializeToUtf8Bytes(status, PriceJsonContext.Default.UpstreamStatus);

    /// <param name="name">Instances with the same source share its prices.</param>
    public RelayFormat<Price> CreateFormat(string name) => new(name, Write, Read, (prices, status) =>
        Accept(prices, JsonSerializer.Deserialize(status.Span, PriceJsonContext.Default.UpstreamStatus)!), latest.LoadAsync);

    // An array of five numbers each: a tick of two thousand prices lies in Redis for a quarter of an hour.
    private static void Write(IBufferWriter<byte> output, IReadOnlyList<Price> prices) => JsonSerializer.Serialize(new Utf8JsonWriter(output),
        [.. prices.Select(price => new[] { price.ItemId, price.High, price.HighTime, price.Low, price.LowTime })], PriceJsonContext.Default.NullableInt64ArrayArray);

    private static IReadOnlyList<Price> Read(ReadOnlyMemory<byte> bytes) =>
        [.. JsonSerializer.Deserialize(bytes.Span, PriceJsonContext.Default.NullableInt64ArrayArray)!.Select(part => new Price((int)part[0]!.Value, part[1], part[2], part[3], part[4]))];
}
