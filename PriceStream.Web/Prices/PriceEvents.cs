using System.Buffers;
using System.Text;
using System.Text.Json;
using PriceStream.Web.Streaming;

namespace PriceStream.Web.Prices;

/// <summary>Writes the HTML that patches a page's price cells, as UTF-8 without a line break. The pages know how.</summary>
public delegate void PriceFragmentWriter(IBufferWriter<byte> output, Price price);

/// <summary>What the browser receives: prices and the state of the feed as stream events.</summary>
public sealed class PriceEvents(StreamHub hub, StreamFormat<Price> format, FeedState feed)
{
    /// <summary>Tells everybody the new prices and that a poll has succeeded.</summary>
    public void Publish(IReadOnlyList<Price> prices) => hub.Publish(prices, format, FeedNotice(feed.Succeeded()));

    /// <summary>Tells everybody that a poll has failed.</summary>
    public void PublishFailure(string reason, TimeSpan? retryAfter) => hub.Publish([], format, FeedNotice(feed.Failed(reason, retryAfter)));

    public static StreamFormat<Price> CreateFormat(PriceFragmentWriter writeFragment)
    {
        return new("price-update", price => price.ItemId, WriteData, (output, price) => writeFragment(output, price));
    }

    [ThreadStatic]
    private static Utf8JsonWriter? writer; // one for all messages of a tick: a new one each would be most of what a poll allocates

    private static void WriteData(IBufferWriter<byte> output, Price price)
    {
        var json = writer ??= new(output);
        json.Reset(output);
        json.WriteStartObject();
        json.WriteNumber("item_id"u8, price.ItemId);
        Write(json, "high"u8, price.High);
        Write(json, "low"u8, price.Low);
        Write(json, "high_time"u8, price.HighTime);
        Write(json, "low_time"u8, price.LowTime);
        json.WriteString("timestamp"u8, DateTimeOffset.FromUnixTimeSeconds(price.Time).UtcDateTime);
        json.WriteEndObject();
        json.Flush();
    }

    private static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private StreamNotice FeedNotice(FeedStatus status) => new(() =>
        Encoding.UTF8.GetBytes($"event: feed\ndata: {JsonSerializer.Serialize(feed.ToJson(status), PriceJsonContext.Default.FeedJson)}\n\n"));
}
