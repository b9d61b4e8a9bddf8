using System.Text.Json.Nodes;
using PriceStream.Tests.Support;
using PriceStream.Web.History;
using PriceStream.Web.History.Import;
using PriceStream.Web.Prices;

namespace PriceStream.Tests.History;

/// <summary>The past of a price, bucket by bucket.</summary>
public sealed class HistoryTests
{
    private const long Start = FakeUpstream.Start;

    [Fact]
    public async Task Each_bucket_is_the_mean_of_its_ticks_rounded_half_up()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        foreach (var (price, time) in (IEnumerable<(long, long)>)[(200, Start + 60), (201, Start + 119), (300, Start + 120)])
        {
            app.Upstream.Set(2, high: price, highTime: time, low: 190, lowTime: Start - 20);
            await app.PollAsync();
        }

        var history = await app.GetJsonAsync("api/v1/prices/history/2?period=1h&cache=skip");

        Assert.Equal(
            """[{"timestamp":"2025-05-21T07:59:00Z","high":193,"low":190,"high_volume":null,"low_volume":null,"margin":2},"""
            + """{"timestamp":"2025-05-21T08:01:00Z","high":201,"low":null,"high_volume":null,"low_volume":null,"margin":null},"""
            + """{"timestamp":"2025-05-21T08:02:00Z","high":300,"low":null,"high_volume":null,"low_volume":null,"margin":null}]""",
            history["data"]!.ToJsonString());
        Assert.StartsWith(
            """{"item_id":2,"period":"1h","timestep_seconds":60,"sampled":true,"count":3"""
            + ""","first_timestamp":"2025-05-21T07:59:00Z","last_timestamp":"2025-05-21T08:02:00Z","last_event_id":""",
            history["meta"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_margin_is_after_the_tax_of_the_day_on_which_the_bucket_starts()
    {
        var days = (IEnumerable<DateTimeOffset>)[Day("2025-05-28"), Day("2025-05-29"), Day("2025-05-30")];
        await using var app = await AppFactory.StartAsync();
        app.Upstream.Mapping.Add(new JsonObject { ["id"] = 379, ["name"] = "Lobster" });
        app.Upstream.Mapping.Add(new JsonObject { ["id"] = 13190, ["name"] = "Old school bond" });
        await app.RefreshCatalogueAsync();
        app.Clock.Advance(Day("2025-06-01") - app.Clock.GetUtcNow());
        foreach (var item in (IEnumerable<int>)[4151, 379, 13190])
        {
            app.Upstream.Series[(item, "24h")] =
                [.. days.Select(day => FakeUpstream.Window(1000, 5, 900, 5, timestamp: day.ToUnixTimeSeconds()))];
            await app.HistoryAsync(item, "1y");
            foreach (var _ in Resolution.Windows)
            {
                await app.RunAsync<ItemBackfillJob>();
            }
        }

        Assert.Equal([90L, 90L, 80L], await MarginsAsync(4151)); // the tax rose on the second day, after its bucket had started
        Assert.Equal([90L, 90L, 100L], await MarginsAsync(379)); // exempt since then
        Assert.Equal([null, null, null], await MarginsAsync(13190));

        async Task<IEnumerable<long?>> MarginsAsync(int item) =>
            (await app.HistoryAsync(item, "1y")).Select(row => (long?)row!["margin"]).ToList();

        static DateTimeOffset Day(string day) => DateTimeOffset.Parse(day + "T00:00:00Z");
    }

    [Fact]
    public async Task Rows_older_than_the_period_are_left_out()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        app.Clock.Advance(TimeSpan.FromMinutes(59));

        Assert.Equal(0, (int)(await app.GetJsonAsync("api/v1/prices/history/2?period=1h"))["meta"]!["count"]!);
        Assert.Null((await app.GetJsonAsync("api/v1/prices/history/2?period=1h"))["meta"]!["first_timestamp"]);
    }

    [Theory]
    [InlineData("period=2h", "period")]
    [InlineData("sample=perhaps", "sample")]
    [InlineData("cache=x", "cache")]
    [InlineData("bypass_cache=1", "bypass_cache")]
    public async Task The_error_names_the_invalid_parameter(string query, string name)
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        using var answer = await app.Http.GetAsync(
            new Uri("api/v1/prices/history/2?" + query, UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(400, (int)answer.StatusCode);
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains($"\"{name}\":[\"must be ", body, StringComparison.Ordinal);
    }

    [Fact]
    public void The_next_poll_is_when_the_schedule_runs_it()
    {
        foreach (var seconds in Enumerable.Range(1, 59).Concat([60, 120, 3600]))
        {
            for (var second = 0; second < 7300; second += seconds < 60 ? 1 : 7)
            {
                var now = DateTimeOffset.FromUnixTimeSeconds(Start + second);
                var next = PollCadence.Next(now, seconds);
                var wholeMinutes = seconds >= 60;
                // Where the interval does not divide 60, the last one of a minute is longer.
                var longest = wholeMinutes || 60 % seconds == 0 ? seconds : 2 * seconds;
                Assert.InRange((next - now).TotalSeconds, 1, longest);
                Assert.True(wholeMinutes ? PollCadence.IsDueInMinuteOf(next, seconds) : next.Second > 0 || 60 % seconds == 0);
                Assert.Equal(0, wholeMinutes ? next.ToUnixTimeSeconds() % seconds : next.Second % seconds);
            }
        }
    }
}
