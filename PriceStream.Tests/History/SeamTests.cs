using System.Text.Json.Nodes;
using PriceStream.Tests.Support;
using PriceStream.Web.History;
using PriceStream.Web.History.Import;

namespace PriceStream.Tests.History;

/// <summary>Charts on a fresh database, where the past has the resolutions that the upstream still has.</summary>
public sealed class SeamTests
{
    private const long Now = FakeUpstream.Start + 1234;

    [Fact]
    public async Task Seven_days_on_a_fresh_database_with_240_trades_an_hour_have_120_in_each_half_hour_bucket()
    {
        await using var app = await StartAsync(reach: [288, 365, 365, 365]);

        var history = await app.HistoryAsync(2, "7d");

        var closed = history.Where(row => row!["open"] is null).ToList();
        Assert.Equal(335, closed.Count); // and the one that is open
        Assert.All(closed.SkipLast(1), row => Assert.Equal((120, 120), ((long)row!["high_volume"]!, (long)row["low_volume"]!)));
        Assert.All(closed, row => Assert.Equal((200, 190), ((long)row!["high"]!, (long)row["low"]!)));
    }

    // The reach of version 1 of the price API, of version 2, and of one that has little but days.
    [Theory]
    [InlineData("24h", 365, 365, 365, 365)]
    [InlineData("24h", 7, 168, 120, 365)]
    [InlineData("24h", 0, 3, 2, 365)]
    [InlineData("7d", 288, 168, 120, 365)]
    [InlineData("7d", 100, 31, 5, 365)]
    [InlineData("7d", 0, 0, 7, 365)]
    [InlineData("30d", 288, 168, 120, 365)]
    [InlineData("30d", 365, 365, 365, 365)]
    [InlineData("30d", 13, 50, 9, 365)]
    [InlineData("90d", 288, 168, 120, 365)]
    [InlineData("90d", 1, 1, 1, 365)]
    public async Task Every_closed_bucket_holds_what_was_traded_in_it(string key, int fives, int hours, int sixes, int days)
    {
        var period = ChartPeriod.Of(key)!;
        await using var app = await StartAsync([fives, hours, sixes, days]);

        var history = await app.HistoryAsync(2, key);

        // Today has only what the narrower resolutions reach.
        var covered = history.Where(row => TimeOf(row) + period.BucketSeconds <= Now / 86_400 * 86_400).ToList();
        Assert.Equal((Now / 86_400 * 86_400 - period.From(Now)) / period.BucketSeconds, covered.Count);
        Assert.All(covered, row => Assert.Equal(20 * period.BucketSeconds / 300, (long)row!["high_volume"]!));
        Assert.All(covered.Zip(covered.Skip(1)), pair => Assert.Equal(period.BucketSeconds, TimeOf(pair.Second) - TimeOf(pair.First)));
    }

    [Fact]
    public async Task Rows_that_are_not_sampled_are_the_stored_ones()
    {
        await using var app = await StartAsync([288, 365, 365, 365]);

        var rows = await app.HistoryAsync(2, "7d", "sample=false&cache=skip");

        Assert.Equal([20, 240], rows.Select(row => (long)row!["high_volume"]!).Distinct().Order());
    }

    private static long TimeOf(JsonNode? row) => DateTimeOffset.Parse((string)row!["timestamp"]!).ToUnixTimeSeconds();

    // Every five minutes, 20 pieces are bought and 20 sold.
    private static async Task<AppFactory> StartAsync(int[] reach)
    {
        var app = await AppFactory.StartAsync();
        await app.RefreshCatalogueAsync();
        app.Clock.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(Now));
        foreach (var (resolution, count) in Resolution.Windows.Zip(reach))
        {
            var (end, pieces) = (resolution.WindowOf(Now), 20L * resolution.Seconds / 300);
            app.Upstream.Series[(2, resolution.Name)] =
            [
                .. from index in Enumerable.Range(1, count).Reverse()
                   select FakeUpstream.Window(200, pieces, 190, pieces, end - index * (long)resolution.Seconds),
            ];
        }

        await app.HistoryAsync(2, "24h");
        for (var run = 0; run < 5; run++)
        {
            await app.RunAsync<ItemBackfillJob>();
        }

        return app;
    }
}
