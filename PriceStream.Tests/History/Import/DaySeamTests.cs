using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using PriceStream.Tests.Support;
using PriceStream.Web.History;
using PriceStream.Web.History.Import;

namespace PriceStream.Tests.History.Import;

/// <summary>The days of all items beside narrower windows, rolled-up days and the past of single items.</summary>
public sealed class DaySeamTests
{
    private const long Today = FakeUpstream.Start / DayMarket.Day * DayMarket.Day;

    [Theory]
    [InlineData("V1")]
    [InlineData("V2")]
    public async Task The_year_of_an_item_that_was_never_opened_is_what_the_source_sent(string version)
    {
        await using var app = await DayMarket.StartAsync(days: 365, settings: ("Upstream:Api", version));
        var oldest = Today - 364 * DayMarket.Day;
        app.Upstream.Windows[("24h", oldest)]["2"]!["avgHighPrice"] = 499.5m; // half up
        await app.SyncWindowsAsync();

        var year = (await app.HistoryAsync(2, "1y")).Where(row => row!["open"] is null).ToList();

        Assert.DoesNotContain(app.Upstream.Asked, asked => asked.StartsWith("timeseries", StringComparison.Ordinal));
        Assert.Equal(Enumerable.Range(0, 364).Select(day => oldest + day * DayMarket.Day), year.Select(TimeOf));
        Assert.Equal(
            Enumerable.Range(0, 364).Select(day => (day == 0 ? 500 : 10_000L - (364 - day), 30L, 190L, 10L)),
            year.Select(row => ((long)row!["high"]!, (long)row["high_volume"]!, (long)row["low"]!, (long)row["low_volume"]!)));
    }

    [Theory]
    [InlineData("24h")]
    [InlineData("7d")]
    [InlineData("30d")]
    [InlineData("90d")]
    [InlineData("1y")]
    public async Task No_trade_is_lost_or_counted_twice_where_days_and_hours_meet(string key)
    {
        await using var app = await StartSteadyAsync(days: 365);
        await app.RunAsync<RollUpJob>();
        var now = app.Clock.GetUtcNow().ToUnixTimeSeconds();
        var period = ChartPeriod.Of(key)!;

        var history = await app.HistoryAsync(2, key);

        var closed = history.Where(row => TimeOf(row) + period.BucketSeconds <= Today).ToList();
        Assert.Equal((Today - period.From(now)) / period.BucketSeconds, closed.Count);
        Assert.All(closed, row => Assert.Equal(20 * period.BucketSeconds / 300, (long)row!["high_volume"]!));
        var today = history.Where(row => TimeOf(row) >= Today).Sum(row => (long?)row!["high_volume"] ?? 0);
        Assert.Equal(key == "24h" ? 20 * 8 * 12 : today, today);
    }

    [Fact]
    public async Task The_sources_day_replaces_a_rolled_up_one_and_stays()
    {
        await using var app = await StartSteadyAsync(days: 3);
        var end = Today + DayMarket.Day;
        for (var hour = Today; hour < end; hour += 3600)
        {
            DayMarket.Trade(app, "1h", hour);
        }

        app.Clock.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(end + 5));
        app.Upstream.Overrides["24h"] = FakeUpstream.Text("{}", status: 404);
        await app.SyncWindowsAsync();
        await app.RunAsync<RollUpJob>();
        Assert.Equal(8 * 240 + 16 * 30, (long)Last(await app.HistoryAsync(2, "1y"))["high_volume"]!);

        app.Upstream.Overrides.Clear();
        app.Upstream.Windows[("24h", Today)] = new() { ["2"] = FakeUpstream.Window(high: 777, highVolume: 9, low: 190, lowVolume: 10) };
        app.Clock.Advance(TimeSpan.FromMinutes(5));
        await app.SyncWindowsAsync();
        await app.RunAsync<RollUpJob>();

        var day = Last(await app.HistoryAsync(2, "1y"));
        Assert.Equal((777, 9), ((long)day["high"]!, (long)day["high_volume"]!));
    }

    [Theory]
    [InlineData(365, "5m", "1h", "6h")]
    [InlineData(20, "5m", "1h", "6h", "24h")]
    public async Task An_item_that_is_opened_fetches_only_what_the_days_of_all_items_lack(int days, params string[] expected)
    {
        await using var app = await DayMarket.StartAsync(days);
        await app.SyncWindowsAsync();
        app.Upstream.Series[(2, "24h")] =
        [
            .. Enumerable.Range(1, 365).Reverse()
                .Select(ago => FakeUpstream.Window(10_000 - ago, 30, 190, 10, timestamp: Today - ago * DayMarket.Day)),
        ];
        await app.HistoryAsync(2, "1y");
        for (var run = 0; run < 5; run++)
        {
            await app.RunAsync<ItemBackfillJob>();
        }

        Assert.False(app.Services.GetRequiredService<PriceHistory>().IsFilling(2));
        var series = app.Upstream.Asked.Where(asked => asked.StartsWith("timeseries", StringComparison.Ordinal));
        Assert.Equal(expected, series.Select(asked => asked.Split('=')[^1]));
        var year = (await app.HistoryAsync(2, "1y")).Where(row => row!["open"] is null).ToList();
        Assert.Equal(Enumerable.Range(1, 364).Reverse().Select(ago => 10_000L - ago), year.Select(row => (long)row!["high"]!));
        Assert.All(year, row => Assert.Equal(30, (long)row!["high_volume"]!));
    }

    private static long TimeOf(JsonNode? row) => DateTimeOffset.Parse((string)row!["timestamp"]!).ToUnixTimeSeconds();

    private static JsonNode Last(JsonArray history) => history.Last(row => row!["open"] is null)!;

    // Every five minutes, 20 pieces are bought and 20 sold.
    private static async Task<AppFactory> StartSteadyAsync(int days)
    {
        var app = await DayMarket.StartAsync(days);
        foreach (var (width, seconds, count) in new[] { ("5m", 300, 300), ("1h", 3600, 200), ("24h", DayMarket.Day, days) })
        {
            var (end, pieces) = (FakeUpstream.Start / seconds * seconds, 20L * seconds / 300);
            for (var index = 1; index <= count; index++)
            {
                app.Upstream.Windows[(width, end - index * (long)seconds)] =
                    new() { ["2"] = FakeUpstream.Window(200, pieces, 190, pieces) };
            }
        }

        await app.SyncWindowsAsync();
        return app;
    }
}
