using System.Globalization;
using System.Text.Json;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Market;

/// <content>How a market is read from recorded answers, without the site's own reader.</content>
internal sealed partial class MarketReference
{
    /// <summary>Reads the newest prices and every window that a site has asked for.</summary>
    public static async Task<MarketReference> ReadAsync(RecordedUpstream upstream, long now)
    {
        var market = new MarketReference(now);
        using var mapping = await upstream.ReadAsync("api/v2/osrs/mapping");
        foreach (var item in mapping.RootElement.EnumerateArray())
        {
            market.items[item.GetProperty("id").GetInt32()] =
                (item.GetProperty("name").GetString()!, Number(item, "limit"), Number(item, "highalch"));
        }

        using var latest = await upstream.ReadAsync("api/v2/osrs/latest");
        market.prices = RowsIn(latest).ToDictionary(row => row.Id, row =>
            (Number(row.Value, "high"), Number(row.Value, "highTime"), Number(row.Value, "low"), Number(row.Value, "lowTime")));
        foreach (var request in await upstream.RequestsAsync())
        {
            if (request.Route is "5m" or "1h")
            {
                using var answer = await upstream.ReadAsync(request.Path);
                market.windows[(request.Route == "5m" ? 300 : 3600, Number(answer.RootElement, "timestamp")!.Value)] = WindowsIn(answer);
            }
        }

        return market;
    }

    private static Dictionary<int, Window> WindowsIn(JsonDocument answer) => RowsIn(answer).ToDictionary(row => row.Id, row => new Window(
        Number(row.Value, "avgHighPrice"), Number(row.Value, "highPriceVolume") ?? 0,
        Number(row.Value, "avgLowPrice"), Number(row.Value, "lowPriceVolume") ?? 0));

    private static IEnumerable<(int Id, JsonElement Value)> RowsIn(JsonDocument answer) =>
        answer.RootElement.GetProperty("data").EnumerateObject()
            .Select(row => (int.Parse(row.Name, CultureInfo.InvariantCulture), row.Value));

    // Rounded half up to a whole number.
    private static long? Number(JsonElement row, string name) =>
        row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
            ? (long)Math.Floor(value.GetDecimal() + 0.5m)
            : null;
}
