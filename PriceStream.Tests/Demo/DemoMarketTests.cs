using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using PriceStream.Web.Demo;
using PriceStream.Web.Upstream;

namespace PriceStream.Tests.Demo;

/// <summary>The demo market, as its client sees it.</summary>
public sealed class DemoMarketTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task The_same_seed_is_the_same_market_and_another_seed_another()
    {
        Assert.Equal(await AskAsync(1, Noon, "latest"), await AskAsync(1, Noon, "latest"));
        Assert.Equal(await AskAsync(1, Noon, "mapping"), await AskAsync(1, Noon.AddYears(1), "mapping"));
        Assert.NotEqual(await AskAsync(1, Noon, "latest"), await AskAsync(2, Noon, "latest"));
        Assert.Equal(await AskAsync(1, Noon, "1h"), await AskAsync(1, Noon.AddDays(9), $"1h?timestamp={Noon.AddHours(-1).ToUnixTimeSeconds()}"));
    }

    [Fact]
    public async Task Every_row_is_usable_and_there_are_over_a_thousand()
    {
        var mapping = UpstreamReader.ReadMapping(await AskAsync(1, Noon, "mapping"));
        var latest = UpstreamReader.ReadLatest(await AskAsync(1, Noon, "latest"), Noon);

        Assert.Equal((0, 0), (mapping.Refused, latest.Refused));
        Assert.InRange(mapping.Rows.Count, 1000, 2000);
        Assert.Equal(mapping.Rows.Count, mapping.Rows.Select(item => item.Name).Distinct().Count());
        Assert.Subset(mapping.Rows.Select(item => item.Id).ToHashSet(), new HashSet<int> { 2, 4151, 11832 });
        Assert.InRange(mapping.Rows.Count(item => item.Limit is null), mapping.Rows.Count / 20, mapping.Rows.Count / 5);
        Assert.Contains(mapping.Rows, item => item.HighAlch is null);
    }

    [Fact]
    public async Task The_catalogue_and_the_prices_lack_a_few_items_of_each_other()
    {
        var listed = UpstreamReader.ReadMapping(await AskAsync(1, Noon, "mapping")).Rows.Select(item => item.Id).ToHashSet();
        var priced = (await LatestAsync(1, Noon)).Keys.ToHashSet();

        Assert.InRange(priced.Except(listed).Count(), 1, 5);
        Assert.InRange(listed.Except(priced).Count(), 1, 20);
    }

    [Theory]
    [InlineData('\'')]
    [InlineData('(')]
    [InlineData('&')]
    [InlineData('/')]
    public async Task Some_names_hold_characters_that_want_care(char character) =>
        Assert.Contains(UpstreamReader.ReadMapping(await AskAsync(1, Noon, "mapping")).Rows, item => item.Name.Contains(character));

    [Fact]
    public async Task What_is_absent_in_the_catalogue_is_left_out_rather_than_null()
    {
        using var mapping = JsonDocument.Parse(await AskAsync(1, Noon, "mapping"));
        Assert.All(mapping.RootElement.EnumerateArray(), item => Assert.DoesNotContain(item.EnumerateObject(), field => field.Value.ValueKind == JsonValueKind.Null));
    }

    [Fact]
    public async Task Prices_span_six_orders_of_magnitude_and_some_sides_are_missing()
    {
        var prices = await LatestAsync(1, Noon);

        Assert.True(prices.Values.Min(price => price.Low) < 10);
        Assert.True(prices.Values.Max(price => price.High) > 1_000_000_000);
        Assert.Contains(prices.Values, price => price.High is null);
        Assert.Contains(prices.Values, price => price.Low is null);
        Assert.Contains(prices.Values, price => price.High < price.Low);
        Assert.Contains(prices.Values, price => price.HighTime < Noon.AddDays(-7).ToUnixTimeSeconds());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4151)]
    [InlineData(11832)]
    public async Task The_popular_items_move_within_seconds(int id)
    {
        var seen = new HashSet<(long?, long?)>();
        for (var second = 0; second <= 15; second += 3)
        {
            var price = (await LatestAsync(1, Noon.AddSeconds(second)))[id];
            seen.Add((price.High, price.Low));
        }

        Assert.True(seen.Count >= 4, $"{seen.Count} different prices in 15 s");
    }

    [Fact]
    public async Task No_trade_lies_in_the_future_and_none_goes_back()
    {
        var random = new Random(7);
        var now = Noon;
        var before = await LatestAsync(3, now);
        for (var step = 0; step < 50; step++)
        {
            now = now.AddSeconds(random.Next(1, random.Next(2) == 0 ? 10 : 20_000));
            var after = await LatestAsync(3, now);
            foreach (var (id, old) in before)
            {
                var price = after[id];
                Assert.True(price.HighTime is null || price.HighTime <= now.ToUnixTimeSeconds());
                Assert.True(!(price.HighTime < old.HighTime) && !(price.LowTime < old.LowTime), $"item {id} went back");
                Assert.True(price.HighTime != old.HighTime || price.High == old.High, $"item {id} changed without a trade");
                Assert.True(price.LowTime != old.LowTime || price.Low == old.Low, $"item {id} changed without a trade");
            }

            before = after;
        }
    }

    [Fact]
    public async Task One_item_is_told_as_it_is_among_all()
    {
        var all = await LatestAsync(1, Noon);

        Assert.Equal(all[4151], Assert.Single(UpstreamReader.ReadLatest(await AskAsync(1, Noon, "latest?id=4151"), Noon).Rows).Value);
        Assert.Empty(UpstreamReader.ReadLatest(await AskAsync(1, Noon, "latest?id=999999"), Noon).Rows);
    }

    [Theory]
    [InlineData("5m", 300)]
    [InlineData("1h", 3600)]
    public async Task A_window_is_the_last_closed_one_and_a_price_is_null_exactly_at_volume_0(string path, int seconds)
    {
        var (start, rows) = await WindowsAsync(Noon.AddSeconds(7), path);

        Assert.Equal(Noon.AddSeconds(-seconds).ToUnixTimeSeconds(), start);
        Assert.InRange(rows.Count, 300, 1199);
        Assert.Contains(rows.Values, row => row.AvgHighPrice is null);
        Assert.Contains(rows.Values, row => row.AvgLowPrice is null);
        Assert.All(rows.Values, Sound);
    }

    [Fact]
    public async Task A_window_that_is_still_open_tells_nothing()
    {
        var (start, rows) = await WindowsAsync(Noon.AddSeconds(299), $"5m?timestamp={Noon.ToUnixTimeSeconds()}");

        Assert.Equal(Noon.ToUnixTimeSeconds(), start);
        Assert.Empty(rows);
    }

    [Fact]
    public async Task An_item_is_in_a_window_exactly_if_it_traded_then()
    {
        var latest = await LatestAsync(1, Noon.AddSeconds(-1));
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
    public async Task A_windows_average_lies_among_its_trades(int id)
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
    public async Task A_series_ascends_to_the_last_closed_window(string timestep, int seconds)
    {
        var points = await SeriesAsync(4151, timestep);

        Assert.Equal(365, points.Count);
        Assert.Equal(Enumerable.Range(-365, 365).Select(index => Noon.ToUnixTimeSeconds() / seconds * seconds + (long)index * seconds), points.Select(point => point.Timestamp!.Value));
        Assert.All(points, Sound);
    }

    [Fact]
    public async Task A_series_tells_what_the_windows_tell()
    {
        var (start, rows) = await WindowsAsync(Noon, "1h");

        foreach (var id in rows.Keys.Where(id => id % 50 < 2))
        {
            Assert.Equal(rows[id] with { Timestamp = start }, (await SeriesAsync(id, "1h"))[^1]);
        }
    }

    [Theory]
    [InlineData("timeseries?id=999999&timestep=5m", HttpStatusCode.BadRequest)]
    [InlineData("timeseries?id=4151&timestep=2h", HttpStatusCode.BadRequest)]
    [InlineData("timeseries?timestep=5m", HttpStatusCode.BadRequest)]
    [InlineData("timeseries", HttpStatusCode.BadRequest)]
    [InlineData("latest?id=whip", HttpStatusCode.BadRequest)]
    [InlineData("5m?timestamp=1700000001", HttpStatusCode.BadRequest)]
    [InlineData("1h?timestamp=99999999999999999999", HttpStatusCode.BadRequest)]
    [InlineData("10m", HttpStatusCode.NotFound)]
    [InlineData("", HttpStatusCode.NotFound)]
    public async Task A_wrong_question_gets_an_error_as_JSON(string path, HttpStatusCode status)
    {
        using var http = Client(1, Noon);
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal((status, "application/json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.NotEmpty(body.RootElement.GetProperty("error").GetString()!);
    }

    [Fact]
    public async Task An_answer_bears_the_date_of_the_clock()
    {
        using var http = Client(1, Noon);
        using var answer = await http.GetAsync(new Uri("latest", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal((Noon, "application/json"), (answer.Headers.Date, answer.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task A_cancelled_question_is_not_answered()
    {
        // HttpClient would look at the token itself; the invoker leaves that to the handler.
        using var invoker = new HttpMessageInvoker(Handler(1, Noon));
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://prices.example/api/v1/osrs/latest");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => invoker.SendAsync(request, new CancellationToken(canceled: true)));
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
        using var json = JsonDocument.Parse(await AskAsync(1, now, path));
        var rows = json.RootElement.GetProperty("data").EnumerateObject().ToDictionary(row => int.Parse(row.Name), row => row.Value.Deserialize(UpstreamJson.Default.UpstreamWindow)!);
        return (json.RootElement.GetProperty("timestamp").GetInt64(), rows);
    }

    private static async Task<List<UpstreamWindow>> SeriesAsync(int id, string timestep)
    {
        using var json = JsonDocument.Parse(await AskAsync(1, Noon, $"timeseries?id={id}&timestep={timestep}"));
        Assert.Equal(id, json.RootElement.GetProperty("itemId").GetInt32());
        return [.. json.RootElement.GetProperty("data").EnumerateArray().Select(point => point.Deserialize(UpstreamJson.Default.UpstreamWindow)!)];
    }

    private static async Task<Dictionary<int, UpstreamPrice>> LatestAsync(int seed, DateTimeOffset now) =>
        UpstreamReader.ReadLatest(await AskAsync(seed, now, "latest"), now).Rows.ToDictionary();

    private static async Task<byte[]> AskAsync(int seed, DateTimeOffset now, string path)
    {
        using var http = Client(seed, now);
        return await http.GetByteArrayAsync(new Uri(path, UriKind.Relative));
    }

    private static HttpClient Client(int seed, DateTimeOffset now) => new(Handler(seed, now)) { BaseAddress = new("https://prices.example/api/v1/osrs/") };

    private static DemoMarketHandler Handler(int seed, DateTimeOffset now)
    {
        var (market, clock) = (new DemoMarket(seed), new FakeTimeProvider(now));
        return new(market, new DemoControl(market, clock), clock);
    }
}
