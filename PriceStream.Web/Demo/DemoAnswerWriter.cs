using System.Globalization;
using System.Text.Json;
using PriceStream.Web.Upstream;

namespace PriceStream.Web.Demo;

/// <summary>Writes the answers of the price API in one of its versions. They differ in decimals and in the frame of a series.</summary>
internal sealed class DemoAnswerWriter(Utf8JsonWriter json, int version)
{
    public void Mapping(IEnumerable<UpstreamItem> items)
    {
        json.WriteStartArray();
        foreach (var item in items)
        {
            JsonSerializer.Serialize(json, item, UpstreamJson.Default.UpstreamItem);
        }

        json.WriteEndArray();
    }

    public void Prices(IEnumerable<KeyValuePair<int, UpstreamPrice>> prices) =>
        Data(prices, price => JsonSerializer.Serialize(json, price, UpstreamJson.Default.UpstreamPrice), () => { });

    /// <param name="start">Unix seconds.</param>
    public void Windows(IEnumerable<KeyValuePair<int, DemoWindow>> windows, long start) =>
        Data(windows, window => Window(window, isPoint: false), () => json.WriteNumber("timestamp"u8, start));

    /// <param name="now">Unix seconds.</param>
    public void Series(int itemId, IEnumerable<DemoWindow> points, DemoSeriesQuery query, long now)
    {
        json.WriteStartObject();
        json.WriteStartArray("data"u8);
        foreach (var point in points)
        {
            Window(point, isPoint: true);
        }

        json.WriteEndArray();
        json.WriteNumber("itemId"u8, itemId);
        if (version == 2)
        {
            var end = now / query.Seconds * query.Seconds;
            json.WriteNumber("startTimestamp"u8, end - (long)query.Count * query.Seconds);
            json.WriteNumber("endTimestamp"u8, end);
            json.WriteNumber("timestep"u8, query.Seconds);
        }

        json.WriteEndObject();
    }

    private void Data<T>(IEnumerable<KeyValuePair<int, T>> rows, Action<T> write, Action writeRest)
    {
        json.WriteStartObject();
        json.WriteStartObject("data"u8);
        foreach (var (id, row) in rows)
        {
            json.WritePropertyName(id.ToString(CultureInfo.InvariantCulture));
            write(row);
        }

        json.WriteEndObject();
        writeRest();
        json.WriteEndObject();
    }

    private void Window(DemoWindow window, bool isPoint)
    {
        json.WriteStartObject();
        if (isPoint)
        {
            json.WriteNumber("timestamp"u8, window.Start);
        }

        Average("avgHighPrice"u8, window.High);
        json.WriteNumber("highPriceVolume"u8, window.HighVolume);
        Average("avgLowPrice"u8, window.Low);
        json.WriteNumber("lowPriceVolume"u8, window.LowVolume);
        json.WriteEndObject();
    }

    private void Average(ReadOnlySpan<byte> name, decimal? price)
    {
        if (price is { } gp)
        {
            json.WriteNumber(name, version == 1 ? decimal.Floor(gp + 0.5m) : gp);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
