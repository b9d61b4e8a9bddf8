using System.Buffers;
using System.Text.Json;
using PriceStream.Web.Streaming;
using PriceStream.Web.Streaming.Relay;

namespace PriceStream.Web.Prices;

/// <summary>Writes the HTML that patches a page's price cells, as UTF-8 without a line break. The pages know how.</summary>
public delegate void PriceFragmentWriter(IBufferWriter<byte> output, Price price);

/// <summary>What the browser receives: prices and the state of the feed as stream events, on this instance or, with a relay, on all.</summary>
public sealed class PriceEvents(StreamHub hub, StreamFormat<Price> format, FeedState feed, PriceRelay prices, StreamRelay<Price>? relay = null)
{
    /// <summary>Takes the new prices into memory and tells everybody, and that a poll has succeeded.</summary>
    public async Task PublishAsync(IReadOnlyList<Price> changed, CancellationToken cancellationToken)
    {
        var status = feed.Succeeded();
        if (relay is not null)
        {
            // What another instance polled meanwhile, it tells.
            await relay.PublishAsync(changed, PriceRelay.Write(status), cancellationToken);
            return;
        }

        // The state goes first, the id that stands for it second: a page rendered in between is ahead of its id, never behind it.
        hub.Publish(changed, format, prices.Accept(changed, status));
    }

    /// <summary>Tells everybody that a poll has failed.</summary>
    public async Task PublishFailureAsync(string reason, TimeSpan? retryAfter, CancellationToken cancellationToken)
    {
        var status = feed.Failed(reason, retryAfter);
        try
        {
            if (relay is not null)
            {
                await relay.PublishAsync([], PriceRelay.Write(status), cancellationToken);
                return;
            }
        }
        catch (RelayException)
        {
            // Then those who watch this instance are told, at least.
        }

        PublishHere(status);
    }

    /// <summary>Tells those who watch this instance that it can neither poll nor hear of another's polls.</summary>
    public void PublishCutOff(string reason) => PublishHere(feed.Failed(reason, null));

    private void PublishHere(UpstreamStatus status) => hub.Publish([], format, prices.Accept([], status));

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
}
