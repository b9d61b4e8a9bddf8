using System.Buffers;
using System.Text.Json;
using PriceStream.Web.Streaming;

namespace PriceStream.Web.Prices;

/// <summary>Formats a price as a stream event.</summary>
public static class PriceEventFormat
{
    private const string EventName = "price-update";

    // One writer for all events of a poll, because one for each would be most of a poll's allocations.
    [ThreadStatic]
    private static Utf8JsonWriter? writer;

    public static StreamFormat<Price> Create(PriceFragmentWriter writeFragment) =>
        new(EventName, price => price.ItemId, WriteJson, (output, price) => writeFragment(output, price));

    private static void WriteJson(IBufferWriter<byte> output, Price price)
    {
        var json = writer ??= new(output);
        json.Reset(output);
        json.WriteStartObject();
        json.WriteNumber("item_id"u8, price.ItemId);
        WriteNumber(json, "high"u8, price.High);
        WriteNumber(json, "low"u8, price.Low);
        WriteNumber(json, "high_time"u8, price.HighTime);
        WriteNumber(json, "low_time"u8, price.LowTime);
        json.WriteString("timestamp"u8, DateTimeOffset.FromUnixTimeSeconds(price.Time).UtcDateTime);
        json.WriteEndObject();
        json.Flush();
    }

    private static void WriteNumber(Utf8JsonWriter json, ReadOnlySpan<byte> name, long? value)
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
