using System.Globalization;
using System.Text.Json;
using PriceStream.Tests.Support;
using PriceStream.Web.Data;

namespace PriceStream.Tests.History;

/// <summary>
/// The rows that a site should have stored for some items. It reads the answers that the site got, in the same order, without the site's
/// own reader.
/// </summary>
internal sealed class RecordedHistory(IReadOnlyCollection<int> items)
{
    private static readonly Dictionary<string, int> Widths = new() { ["5m"] = 300, ["1h"] = 3600, ["6h"] = 21_600, ["24h"] = 86_400 };

    private readonly Dictionary<(int Item, int Width, long Time), HistoryRow> windows = [];
    private readonly Dictionary<(int Item, long Time), HistoryRow> ticks = [];
    private readonly Dictionary<(int Item, string Side), (long Time, long Price)> newest = [];

    public List<HistoryRow> Of(int item) =>
    [
        .. windows.Where(window => window.Key.Item == item).Select(window => window.Value),
        .. ticks.Where(tick => tick.Key.Item == item).Select(tick => tick.Value),
    ];

    /// <summary>Adds the prices that a poll gets now.</summary>
    public async Task PollAsync(RecordedUpstream upstream, int version)
    {
        using var answer = await upstream.ReadAsync($"api/v{version}/osrs/latest");
        foreach (var (item, row) in RowsIn(answer))
        {
            AddTrade(item, "high", row, (tick, price) => tick with { High = price });
            AddTrade(item, "low", row, (tick, price) => tick with { Low = price });
        }
    }

    /// <summary>Adds the windows of every request that the site has made. Both versions answer afterwards.</summary>
    public async Task ImportAsync(RecordedUpstream upstream)
    {
        var requests = await upstream.RequestsAsync();
        await upstream.AnswerAsync("both");
        foreach (var request in requests.Where(request => request.Route == "timeseries" || Widths.ContainsKey(request.Route)))
        {
            using var answer = await upstream.ReadAsync(request.Path);
            if (request.Route == "timeseries")
            {
                AddSeries(request, answer.RootElement);
            }
            else
            {
                AddWindow(Widths[request.Route], answer);
            }
        }
    }

    // A trade is a tick of its side. It is new when it is later than the one before, or when its price has been corrected.
    private void AddTrade(int item, string side, JsonElement row, Func<HistoryRow, long?, HistoryRow> with)
    {
        if (Number(row, side) is not { } price || Number(row, side + "Time") is not { } time)
        {
            return;
        }

        var isKnown = newest.TryGetValue((item, side), out var known);
        if (!isKnown || time > known.Time || time == known.Time && price != known.Price)
        {
            newest[(item, side)] = (time, price);
            ticks[(item, time)] = with(ticks.GetValueOrDefault((item, time), new(time, 0, null, null)), price);
        }
    }

    // A window of all items replaces any other.
    private void AddWindow(int width, JsonDocument answer)
    {
        var time = Number(answer.RootElement, "timestamp")!.Value;
        foreach (var (item, row) in RowsIn(answer))
        {
            windows[(item, width, time)] = Window(row, time, width);
        }
    }

    // A window of a series only adds what is missing. An open window is left out.
    private void AddSeries(RecordedRequest request, JsonElement answer)
    {
        var item = (int)Number(answer, "itemId")!.Value;
        var width = (int?)Number(answer, "timestep") ?? Widths[request.Query.Split("timestep=")[1]];
        foreach (var row in answer.GetProperty("data").EnumerateArray())
        {
            var time = Number(row, "timestamp")!.Value;
            var window = Window(row, time, width);
            if (window.End <= RecordedUpstream.Now)
            {
                var key = (item, width, time);
                windows[key] = windows.TryGetValue(key, out var stored) ? Completed(stored, window) : window;
            }
        }
    }

    private static HistoryRow Completed(HistoryRow stored, HistoryRow other)
    {
        var result = stored.High is null ? stored with { High = other.High, HighVolume = other.HighVolume } : stored;
        return stored.Low is null ? result with { Low = other.Low, LowVolume = other.LowVolume } : result;
    }

    private static HistoryRow Window(JsonElement row, long time, int width) => new(
        time, width, Number(row, "avgHighPrice"), Number(row, "avgLowPrice"),
        Number(row, "highPriceVolume") ?? 0, Number(row, "lowPriceVolume") ?? 0);

    private IEnumerable<(int Item, JsonElement Row)> RowsIn(JsonDocument answer)
    {
        foreach (var item in items)
        {
            if (answer.RootElement.GetProperty("data").TryGetProperty(item.ToString(CultureInfo.InvariantCulture), out var row))
            {
                yield return (item, row);
            }
        }
    }

    // Rounded half up to a whole number.
    private static long? Number(JsonElement row, string name) =>
        row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
            ? (long)Math.Floor(value.GetDecimal() + 0.5m)
            : null;
}
