using System.Buffers;
using System.Text.Json;
using PriceStream.Web.Streaming.Relay;

namespace PriceStream.Web.Prices;

/// <summary>Serialises prices and the upstream's status for other instances.</summary>
public static class PriceRelayFormat
{
    /// <param name="name">Instances with the same name share their prices.</param>
    public static RelayFormat<Price> Create(string name, PriceReceiver receiver) => new(
        name,
        WritePrices,
        ReadPrices,
        (prices, status) => receiver.Apply(prices, ReadStatus(status)),
        receiver.ReloadAsync);

    public static byte[] WriteStatus(UpstreamStatus status) =>
        JsonSerializer.SerializeToUtf8Bytes(status, PriceJsonContext.Default.UpstreamStatus);

    private static UpstreamStatus ReadStatus(ReadOnlyMemory<byte> json) =>
        JsonSerializer.Deserialize(json.Span, PriceJsonContext.Default.UpstreamStatus)!;

    // Arrays of five numbers instead of objects, because Redis keeps each batch of thousands of prices for a quarter of an hour.
    private static void WritePrices(IBufferWriter<byte> output, IReadOnlyList<Price> prices)
    {
        using var json = new Utf8JsonWriter(output);
        long?[][] rows = [.. prices.Select(price => new[] { price.ItemId, price.High, price.HighTime, price.Low, price.LowTime })];
        JsonSerializer.Serialize(json, rows, PriceJsonContext.Default.NullableInt64ArrayArray);
    }

    private static IReadOnlyList<Price> ReadPrices(ReadOnlyMemory<byte> json)
    {
        var rows = JsonSerializer.Deserialize(json.Span, PriceJsonContext.Default.NullableInt64ArrayArray)!;
        return [.. rows.Select(row => new Price((int)row[0]!.Value, row[1], row[2], row[3], row[4]))];
    }
}
