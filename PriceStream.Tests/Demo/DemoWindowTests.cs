using System.Text.Json;
using PriceStream.Web.Demo;
using PriceStream.Web.Upstream;
using static PriceStream.Tests.Support.DemoUpstream;

namespace PriceStream.Tests.Demo;

/// <summary>The windows and series of the demo market.</summary>
public sealed class DemoWindowTests
{
    [Theory]
    [InlineData("5m", 300)]
    [InlineData("1h", 3600)]
    public async Task The_newest_window_is_the_last_closed_one_and_a_price_is_null_exactly_when_its_volume_is_0(string path, int seconds)
    {
        var (start, rows) = await WindowsAsync(Noon.AddSeconds(7), path);

        Assert.Equal(Noon.AddSeconds(-seconds).ToUnixTimeSeconds(), start);
        Assert.InRange(rows.Count, 300, 1199);
        Assert.Contains(rows.Values, row => row.AvgHighPrice is null);
        Assert.Contains(rows.Values, row => row.AvgLowPrice is null);
        Assert.All(rows.Values, Sound);
    }

    [Fact]
    public async Task An_open_window_has_no_rows()
    {
        var (start, rows) = await WindowsAsync(Noon.AddSeconds(299), $"5m?timestamp={Noon.ToUnixTimeSeconds()}");

        Assert.Equal(Noon.ToUnixTimeSeconds(), start);
        Assert.Empty(rows);
    }

    [Fact]
    public async Task An_item_is_in_a_window_exactly_when_it_traded_in_it()
    {
        var latest = await LatestAsync(seed: 1, Noon.AddSeconds(-1));
        var (start, rows) = await WindowsAsync(Noon, "5m");

        foreach (var (id, price) in latest)
        {
            Assert.True(price.HighTime >= start == rows.GetValueOrDefault(id)?.HighPriceVolume > 0, $"item {id}");
            Assert.True(price.LowTime >= start == rows.GetValueOrDefault(id)?.LowPriceVolume > 0, $"item {id}");
        }

        Assert.Contains(latest, row => !rows.ContainsKey(row.Key));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4151)]
    [InlineData(11832)]
    public async Task A_windows_average_lies_between_its_lowest_and_highest_trade(int id)
    {
        var market = new DemoMarket(1);
        var trades = Enumerable.Range(1, 300).Select(second => market.LatestOf(id, Noon.ToUnixTimeSeconds() - second)!).ToList();

        var window = (await WindowsAsync(Noon, "5m")).Rows[id];
        Assert.InRange(window.AvgHighPrice!.Value, trades.Min(trade => trade.High!.Value), trades.Max(trade => trade.High!.Value));
        Assert.InRange(window.AvgLowPrice!.Value, trades.Min(trade => trade.Low!.Value), trades.Max(trade => trade.Low!.Value));
    }

    [Theory]
    [InlineData("5m", 300)]
    [InlineData("1h", 3600)]
    [InlineData("6h", 6 * 3600)]
    [InlineData("24h", 86400)]
    public async Task A_series_is_ascending_and_ends_with_the_last_closed_window(string timestep, int seconds)
    {
        var points = await SeriesAsync(4151, timestep);

        Assert.Equal(365, points.Count);
        var open = Noon.ToUnixTimeSeconds() / seconds * seconds;
        Assert.Equal(
            Enumerable.Range(-365, 365).Select(index => open + (long)index * seconds),
            points.Select(point => point.Timestamp!.Value));
        Assert.All(points, Sound);
    }

    [Fact]
    public async Task A_day_has_what_its_hours_have()
    {
        var midnight = new DateTimeOffset(Noon.UtcDateTime.Date, TimeSpan.Zero);
        var (start, day) = await WindowsAsync(Noon, "24h");
        Assert.Equal(midnight.AddDays(-1).ToUnixTimeSeconds(), start);
        Assert.Equal(
            day.Values, (await WindowsAsync(Noon, $"24h?timestamp={start}")).Rows.Values);

        var hours = new List<KeyValuePair<int, UpstreamWindow>>();
        for (var hour = start; hour < start + 86_400; hour += 3600)
        {
            hours.AddRange((await WindowsAsync(Noon, $"1h?timestamp={hour}")).Rows);
        }

        var sums = hours.GroupBy(row => row.Key, row => row.Value).ToDictionary(item => item.Key);
        Assert.Equal(sums.Keys.Order(), day.Keys.Order());
        foreach (var (id, window) in day)
        {
            Assert.Equal(sums[id].Sum(hour => hour.HighPriceVolume), window.HighPriceVolume);
            Assert.Equal(sums[id].Sum(hour => hour.LowPriceVolume), window.LowPriceVolume);
            if (window.HighPriceVolume > 0)
            {
                var average = sums[id].Sum(hour => (hour.AvgHighPrice ?? 0) * hour.HighPriceVolume) / window.HighPriceVolume;
                Assert.InRange(window.AvgHighPrice!.Value, 0.97m * average - 1, 1.03m * average + 1);
            }
        }
    }

    [Fact]
    public async Task A_series_has_the_same_numbers_as_the_windows()
    {
        var (start, rows) = await WindowsAsync(Noon, "1h");

        foreach (var id in rows.Keys.Where(id => id % 50 < 2))
        {
            Assert.Equal(rows[id] with { Timestamp = start }, (await SeriesAsync(id, "1h"))[^1]);
        }
    }

    private static void Sound(UpstreamWindow window)
    {
        Assert.Equal(window.AvgHighPrice is null, window.HighPriceVolume == 0);
        Assert.Equal(window.AvgLowPrice is null, window.LowPriceVolume == 0);
        Assert.True(window.HighPriceVolume + window.LowPriceVolume > 0);
        Assert.InRange(window.AvgHighPrice ?? 1, 1, int.MaxValue);
        Assert.InRange(window.AvgLowPrice ?? 1, 1, int.MaxValue);
    }

    private static async Task<(long Start, Dictionary<int, UpstreamWindow> Rows)> WindowsAsync(DateTimeOffset now, string path)
    {
        using var json = JsonDocument.Parse(await AskAsync(seed: 1, now, path));
        var rows = json.RootElement.GetProperty("data").EnumerateObject()
            .ToDictionary(row => int.Parse(row.Name), row => row.Value.Deserialize(UpstreamJson.Default.UpstreamWindow)!);
        return (json.RootElement.GetProperty("timestamp").GetInt64(), rows);
    }

    private static async Task<List<UpstreamWindow>> SeriesAsync(int id, string timestep)
    {
        using var json = JsonDocument.Parse(await AskAsync(seed: 1, Noon, $"timeseries?id={id}&timestep={timestep}"));
        Assert.Equal(id, json.RootElement.GetProperty("itemId").GetInt32());
        return [.. json.RootElement.GetProperty("data").EnumerateArray()
            .Select(point => point.Deserialize(UpstreamJson.Default.UpstreamWindow)!)];
    }
}
