using AngleSharp;
using PriceStream.Tests.Support;
using PriceStream.Web.History;
using PriceStream.Web.History.Import;

namespace PriceStream.Tests.History.Import;

/// <summary>An item's past that could not be fetched is fetched again after a while, and the page says what is missing and why.</summary>
public sealed class FailedBackfillTests
{
    private const string Page = "items/2/cannonball";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string, int, string> Failures => new()
    {
        { "application/json", 400, "answered 400" },
        { "application/json", 404, "answered 404" },
        { "application/json", 410, "answered 410" },
        { "text/html", 200, "answered text/html instead of JSON" },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_backfill_that_failed_is_tried_again_with_back_off_and_the_page_says_what_is_missing_and_why(
        string type, int status, string reason)
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        app.Upstream.Overrides["timeseries"] = FakeUpstream.Text("""{"error":"lookback must be a valid value"}""", type, status);
        await app.Http.GetStringAsync(new Uri(Page, UriKind.Relative), Stop);
        Assert.Null(await ProblemAsync(app));

        await RunRoundAsync(app);
        foreach (var minutes in (int[])[1, 2, 5, 15, 60, 60])
        {
            var (asked, next) = (CountAsked(app), app.Clock.GetUtcNow() + TimeSpan.FromMinutes(minutes));
            var expected = $"This item’s history could not be fetched: the price API {reason}. Next try at {next:HH:mm:ss} UTC.";
            Assert.Equal(expected, await ProblemAsync(app));
            app.Clock.Advance(TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1));
            await RunRoundAsync(app);
            Assert.Equal(asked, CountAsked(app));

            app.Clock.Advance(TimeSpan.FromSeconds(1));
            await RunRoundAsync(app);
            Assert.True(CountAsked(app) > asked);
        }

        app.Upstream.Overrides.Clear();
        app.Upstream.Series[(2, "24h")] = [FakeUpstream.Window(100, 1, 90, 1, FakeUpstream.Start / 86_400 * 86_400 - 86_400)];
        app.Clock.Advance(TimeSpan.FromHours(1));
        await RunRoundAsync(app);

        Assert.Null(await ProblemAsync(app));
        Assert.Equal(100, (long?)(await app.HistoryAsync(2, "1y"))[0]!["high"]);
    }

    [Fact]
    public async Task One_series_that_fails_does_not_keep_the_others_from_being_fetched()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        app.Upstream.Overrides["timeseries"] = context => context.Request.Query["timestep"] == "1h"
            ? FakeUpstream.Text("{}", status: 400)(context)
            : FakeUpstream.Text("""{"data":[]}""")(context);
        await app.Http.GetStringAsync(new Uri(Page, UriKind.Relative), Stop);

        await RunRoundAsync(app);

        Assert.Equal(["5m", "1h", "6h", "24h"], app.Upstream.Asked
            .Where(asked => asked.StartsWith("timeseries", StringComparison.Ordinal)).Select(asked => asked.Split('=')[^1]));
        Assert.StartsWith(
            "This item’s hourly history could not be fetched: the price API answered 400.", await ProblemAsync(app),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_series_of_which_more_than_a_tenth_was_refused_is_stored_and_fetched_again()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        var day = FakeUpstream.Start / 86_400 * 86_400;
        var good = FakeUpstream.Window(100, 1, 90, 1, day - 86_400);
        app.Upstream.Series[(2, "24h")] = [good, FakeUpstream.Window(100, -1, 90, 1, day - 2 * 86_400)];
        await app.Http.GetStringAsync(new Uri(Page, UriKind.Relative), Stop);

        await RunRoundAsync(app);

        Assert.Single(await app.HistoryAsync(2, "1y"), row => (string?)row!["timestamp"] == "2025-05-20T00:00:00Z");
        Assert.StartsWith(
            "This item’s daily history could not be fetched: the price API sent 1 of 2 rows that cannot be used.", await ProblemAsync(app),
            StringComparison.Ordinal);
        app.Upstream.Series[(2, "24h")] = [good.DeepClone(), FakeUpstream.Window(101, 1, 90, 1, day - 2 * 86_400)];
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await RunRoundAsync(app);
        Assert.Null(await ProblemAsync(app));
        Assert.Equal(101, (long?)(await app.HistoryAsync(2, "1y"))[0]!["high"]);
    }

    [Fact]
    public async Task After_a_restart_a_failed_backfill_is_fetched_at_the_next_view()
    {
        var folder = Directory.CreateTempSubdirectory("pricestream-").FullName;
        await using (var app = await AppFactory.StartAsync(folder))
        {
            await app.RefreshCatalogueAsync();
            app.Upstream.Overrides["timeseries"] = FakeUpstream.Text("{}", status: 400);
            await app.HistoryAsync(2, "1y");
            await RunRoundAsync(app);
        }

        await using var again = await AppFactory.StartAsync(folder);
        await again.HistoryAsync(2, "1y");
        await RunRoundAsync(again);
        Assert.Equal(4, CountAsked(again));
        Directory.Delete(folder, recursive: true);
    }

    private static async Task RunRoundAsync(AppFactory app)
    {
        for (var run = 0; run < Resolution.Windows.Count; run++)
        {
            await app.RunAsync<ItemBackfillJob>();
        }
    }

    private static int CountAsked(AppFactory app) =>
        app.Upstream.Asked.Count(asked => asked.StartsWith("timeseries", StringComparison.Ordinal));

    private static async Task<string?> ProblemAsync(AppFactory app)
    {
        var html = await app.Http.GetStringAsync(new Uri(Page, UriKind.Relative), Stop);
        var page = await BrowsingContext.New().OpenAsync(request => request.Content(html), Stop);
        return page.QuerySelector("[data-testid=history-problem]")?.TextContent is { } text
            ? string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            : null;
    }
}
