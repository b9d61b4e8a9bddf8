using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace PriceStream.E2E.Pages;

/// <summary>Reads the JSON API of a running site. Needs only the site's address.</summary>
public sealed class PriceApi(HttpClient http)
{
    /// <summary>The history of an item, oldest row first, computed for this call and not taken from a cache.</summary>
    /// <param name="period">1h, 24h, 7d, 30d, 90d, 1y or all.</param>
    public async Task<IReadOnlyList<HistoryRow>> HistoryAsync(int item, string period)
    {
        var answer = await http.GetFromJsonAsync<JsonNode>(
            new Uri($"api/v1/prices/history/{item}?period={period}&cache=skip", UriKind.Relative));
        return [.. answer!["data"]!.AsArray().Select(row => Row(row!))];
    }

    /// <summary>How many items have a price.</summary>
    public async Task<int> CountPricesAsync() => (int)(await MetaAsync("api/v1/prices/current"))["count"]!;

    /// <summary>How many items the catalogue has.</summary>
    public async Task<int> CountItemsAsync() => (int)(await MetaAsync("api/v1/items?page_size=1"))["total"]!;

    private async Task<JsonNode> MetaAsync(string path) =>
        (await http.GetFromJsonAsync<JsonNode>(new Uri(path, UriKind.Relative)))!["meta"]!;

    private static HistoryRow Row(JsonNode row) => new(
        Time: row["timestamp"]!.GetValue<DateTimeOffset>().ToUnixTimeSeconds(),
        High: (long?)row["high"],
        Low: (long?)row["low"],
        HighVolume: (long?)row["high_volume"],
        LowVolume: (long?)row["low_volume"],
        IsOpen: (bool?)row["open"] ?? false);
}
