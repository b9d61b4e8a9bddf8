using PriceStream.Tests.Support;
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
            """[{"timestamp":"2025-05-21T07:59:00Z","high":193,"low":190,"high_volume":null,"low_volume":null},"""
            + """{"timestamp":"2025-05-21T08:01:00Z","high":201,"low":null,"high_volume":null,"low_volume":null},"""
            + """{"timestamp":"2025-05-21T08:02:00Z","high":300,"low":null,"high_volume":null,"low_volume":null}]""",
            history["data"]!.ToJsonString());
        Assert.StartsWith(
            """{"item_id":2,"period":"1h","timestep_seconds":60,"sampled":true,"count":3"""
            + ""","first_timestamp":"2025-05-21T07:59:00Z","last_timestamp":"2025-05-21T08:02:00Z","last_event_id":""",
            history["meta"]!.ToJsonString(), StringComparison.Ordinal);
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

    [Theory]
    [InlineData(100L, 90L, 8L)]
    [InlineData(49L, 40L, 9L)]
    [InlineData(2_147_483_647L, 2_000_000_000L, 142_483_647L)]
    [InlineData(90L, 100L, -11L)]
    [InlineData(null, 90L, null)]
    [InlineData(100L, null, null)]
    public void The_margin_is_what_a_flip_earns_after_tax(long? high, long? low, long? kept) =>
        Assert.Equal(kept, GeTax.MarginOf(high, low));

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
