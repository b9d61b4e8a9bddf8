using System.Net;
using System.Text.RegularExpressions;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Hosting;

/// <summary>
/// The server's clock is set back or forward by an hour: prices are accepted, ages stay right, and the stream's ids continue.
/// </summary>
public sealed partial class ClockTests
{
    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task When_the_clock_jumps_prices_are_accepted_ages_stay_right_and_ids_continue(int hours)
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        await using var stream = await SseReader.ConnectAsync(app.Http, "?items=2");
        app.Upstream.Set(2, high: 200, highTime: app.Clock.GetUtcNow().ToUnixTimeSeconds(), low: 190, lowTime: FakeUpstream.Start - 20);
        await app.PollAsync();
        var before = await stream.NextAsync("price-update");

        app.Clock.SetAhead(TimeSpan.FromHours(hours));
        app.Upstream.Clock = new OtherClock(app.Clock, TimeSpan.FromHours(-hours)); // the upstream's clock is right
        var traded = app.Upstream.Clock.GetUtcNow().ToUnixTimeSeconds();
        app.Upstream.Set(2, high: 201, highTime: traded, low: 190, lowTime: FakeUpstream.Start - 20);
        await app.PollAsync();

        var after = await stream.NextAsync("price-update");
        Assert.Equal(201, (long)after.Json["high"]!);
        Assert.Equal(NumberOf(before) + 1, NumberOf(after));
        Assert.Equal(EpochOf(before), EpochOf(after));
        var feed = (await stream.NextAsync("feed")).Json;
        Assert.Equal((long)feed["ts"]!, (long)feed["polled_at"]!); // the age is counted from this poll, by the same clock
        Assert.Null((string?)feed["reason"]);
        await AnswersAsync(app);
    }

    [Fact]
    public async Task When_the_clock_jumps_every_job_still_runs()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        for (var hours = -1; hours <= 1; hours += 2)
        {
            app.Clock.SetAhead(TimeSpan.FromHours(hours));
            await app.RefreshCatalogueAsync();
            await app.RunAsync<Web.History.Import.RollUpJob>();
            await app.RunAsync<Web.History.Import.PruneJob>();
            await app.RunAsync<Web.Data.Sqlite.CheckpointJob>();
            await app.RunAsync<Web.Data.Recovery.StorageJob>();
            await app.RunAsync<Web.History.Import.WindowSyncJob>();
            await app.RunAsync<Web.History.Import.ItemBackfillJob>();
            await app.PollAsync();
            await AnswersAsync(app);
        }

        Assert.DoesNotContain(app.Log.All, line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_clock_set_back_an_hour_does_not_prolong_a_back_off()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        app.Upstream.Overrides["latest"] = context =>
        {
            context.Response.Headers.RetryAfter = "120";
            return FakeUpstream.Text("{}", status: 429)(context);
        };
        await app.PollAsync();
        app.Upstream.Overrides.Clear();

        app.Clock.SetAhead(TimeSpan.FromHours(-1));
        for (var polls = 0; polls < 4; polls++)
        {
            await app.PollAsync();
        }

        app.Upstream.Requests.Clear();
        await app.PollAsync();
        Assert.Single(app.Upstream.Requests);
    }

    private static async Task AnswersAsync(AppFactory app)
    {
        foreach (var path in (string[])
        [
            "", "items/2/cannonball", "items/2/cannonball?period=1h", "api/v1/prices/history/2?period=1h&cache=skip", "api/v1/items",
            "health/ready",
        ])
        {
            using var answer = await app.Http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    private static long NumberOf(SseEvent update) => long.Parse(Id().Match(update.Id!).Groups[2].Value);

    private static string EpochOf(SseEvent update) => Id().Match(update.Id!).Groups[1].Value;

    private sealed class OtherClock(TimeProvider clock, TimeSpan ahead) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow() + ahead;
    }

    [GeneratedRegex(@"^(.+)-(\d+)$")]
    private static partial Regex Id();
}
