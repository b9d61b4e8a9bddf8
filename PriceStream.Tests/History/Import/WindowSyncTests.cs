using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PriceStream.Tests.Support;
using PriceStream.Web.History.Import;

namespace PriceStream.Tests.History.Import;

/// <summary>Each bulk window is stored once, at its own time, whatever happens to the site or the upstream meanwhile.</summary>
public sealed class WindowSyncTests
{
    private const long Start = FakeUpstream.Start; // a whole hour

    [Fact]
    public async Task A_window_that_has_just_closed_appears_in_the_history_with_its_volumes()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        app.Upstream.Windows[("5m", Start)] = new() { ["2"] = FakeUpstream.Window(high: 200, highVolume: 30, low: 190, lowVolume: 10) };
        app.Clock.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(Start + 301));

        await app.RunAsync<WindowSyncJob>();

        Assert.Equal("""{"timestamp":"2025-05-21T08:00:00Z","high":200,"low":190,"high_volume":30,"low_volume":10,"margin":8}""",
            (await app.HistoryAsync(2, "24h"))[^1]!.ToJsonString());
    }

    [Fact]
    public async Task An_upstream_that_still_returns_the_previous_window_is_asked_again()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        app.Upstream.Windows[("5m", Start - 300)] = Trade(high: 180);
        app.Clock.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(Start + 301));
        await app.RunAsync<WindowSyncJob>();
        Assert.Equal("2025-05-21T07:55:00Z", (string?)(await app.HistoryAsync(2, "24h"))[0]!["timestamp"]);

        app.Upstream.Windows[("5m", Start)] = Trade(high: 200);
        app.Clock.Advance(TimeSpan.FromSeconds(15));
        await app.RunAsync<WindowSyncJob>();

        var history = await app.HistoryAsync(2, "24h");
        Assert.Equal(["180", "200"], history.Select(row => row!["high"]!.ToJsonString()));
        Assert.Equal(["5m", "5m"], app.Upstream.Asked.Where(asked => asked.StartsWith("5m", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Windows_missed_while_the_site_was_down_are_fetched_once_each_the_hours_of_the_last_day_first()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        app.Clock.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(Start + 3 * 86_400 + 5));
        Arrange(app, "5m", seconds: 300, end: Start + 3 * 86_400, count: 400);
        Arrange(app, "1h", seconds: 3600, end: Start + 3 * 86_400, count: 200);

        await app.SyncWindowsAsync();

        var asked = app.Upstream.Asked.Where(asked => asked.Contains("timestamp", StringComparison.Ordinal)).ToList();
        Assert.Equal(287 + 180, asked.Count);
        Assert.Equal(asked.Count, asked.Distinct().Count());
        Assert.Equal(asked.OrderBy(Precedence).ThenByDescending(TimeOf), asked);
        Assert.Equal(Start + 2 * 86_400, asked.Where(IsFiveMinutes).Min(TimeOf));
        Assert.Equal(new(467, 467), app.Services.GetRequiredService<WindowSync>().Progress);
        var history = await app.HistoryAsync(2, "24h");
        var times24h = history.Select(row => DateTimeOffset.Parse((string)row!["timestamp"]!).ToUnixTimeSeconds()).ToList();
        Assert.InRange(times24h.Count, 285, 288);
        Assert.All(times24h.Zip(times24h.Skip(1)), pair => Assert.Equal(300, pair.Second - pair.First)); // no hole
        Assert.Contains(app.Log.All, line => line.Contains("Stored 467 of 467 missed windows", StringComparison.Ordinal));
        static bool IsFiveMinutes(string path) => path.StartsWith("5m", StringComparison.Ordinal);
        static long TimeOf(string path) => long.Parse(path.Split('=')[1]);
        static int Precedence(string path) => IsFiveMinutes(path) ? 1 : TimeOf(path) < Start + 2 * 86_400 - 3600 ? 2 : 0;
    }

    [Fact]
    public async Task A_catch_up_continues_after_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("pricestream-").FullName;
        await using (var app = await AppFactory.StartAsync(folder))
        {
            await app.RefreshCatalogueAsync();
            app.Clock.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(Start + 5));
            Arrange(app, "5m", seconds: 300, end: Start, count: 20);
            Arrange(app, "1h", seconds: 3600, end: Start, count: 20);
            for (var run = 0; run < 12; run++)
            {
                await app.RunAsync<WindowSyncJob>();
                app.Clock.Advance(TimeSpan.FromSeconds(1));
            }
        }

        await using var again = await AppFactory.StartAsync(folder);
        again.Clock.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(Start + 60));
        Arrange(again, "5m", seconds: 300, end: Start, count: 20);
        Arrange(again, "1h", seconds: 3600, end: Start, count: 20);
        await again.SyncWindowsAsync();

        Assert.Equal(287 + 180 - 10, again.Upstream.Asked.Count(asked => asked.Contains("timestamp", StringComparison.Ordinal)));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task After_a_failure_the_site_backs_off_and_then_retries()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        app.Upstream.Overrides["5m"] = FakeUpstream.Text("", status: 404);
        app.Clock.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(Start + 301));
        await app.RunAsync<WindowSyncJob>();
        await app.RunAsync<WindowSyncJob>();
        Assert.Single(app.Upstream.Asked, "5m");
        const string Logged = "Could not fetch a window of 5m: the price source answered 404";
        Assert.Single(app.Log.All, line => line.Contains(Logged, StringComparison.Ordinal));

        app.Upstream.Overrides.Clear();
        app.Upstream.Windows[("5m", Start)] = Trade(high: 200);
        app.Clock.Advance(TimeSpan.FromSeconds(31));
        await app.RunAsync<WindowSyncJob>();

        Assert.Equal(200, (long?)(await app.HistoryAsync(2, "24h"))[^1]!["high"]);
    }

    [Theory]
    [InlineData("""{"data":{},"timestamp":1747814401}""", "sent a window that starts at no multiple of 300 s")]
    [InlineData("""{"data":{},"timestamp":1747900800}""", "sent a window that lies in the future")]
    [InlineData("""{"data":{}}""", "sent a window that does not say when it starts")]
    [InlineData("""{"data":[],"timestamp":1747814400}""", "sent JSON of another shape")]
    [InlineData("""{"timestamp":1747814400}""", "sent JSON of another shape")]
    [InlineData("""{"data":{"2":{"avgHighP""", "sent JSON that is cut off or malformed")]
    public async Task An_impossible_window_is_refused_as_a_whole(string body, string reason)
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        app.Upstream.Overrides["5m"] = FakeUpstream.Text(body);
        app.Clock.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(Start + 301));

        await app.RunAsync<WindowSyncJob>();

        Assert.Contains(
            app.Log.All.Where(line => line.StartsWith("Warning", StringComparison.Ordinal)),
            line => line.Contains(reason, StringComparison.Ordinal));
        Assert.DoesNotContain(app.Log.All, line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Unusual_rows_of_a_window_are_stored_and_invalid_ones_refused_one_by_one()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        app.Upstream.Windows[("5m", Start)] = new()
        {
            // A side without a trade, and a volume beyond 32 bits.
            ["2"] = FakeUpstream.Window(high: null, highVolume: 0, low: 190, lowVolume: 5_000_000_000),
            ["1511"] = FakeUpstream.Window(high: 100, highVolume: 3, low: 150, lowVolume: 4), // high below low
            ["4151"] = FakeUpstream.Window(high: 100, highVolume: -3, low: 90, lowVolume: 4), // its high side is refused
            ["999999"] = FakeUpstream.Window(high: 100, highVolume: 3, low: 90, lowVolume: 4), // not in the catalogue
            ["nonsense"] = FakeUpstream.Window(high: 100, highVolume: 3, low: 90, lowVolume: 4), // refused
        };
        app.Clock.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(Start + 301));

        await app.RunAsync<WindowSyncJob>();

        await using var db = await app.OpenDatabaseAsync();
        var rows = await db.Windows.AsNoTracking().OrderBy(row => row.ItemId).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(
            [(2, null, 190, 0, 5_000_000_000), (1511, 100, 150, 3, 4), (4151, null, 90, 0, 4)],
            rows.Select(row => (row.ItemId, row.High, row.Low, row.HighVolume, row.LowVolume)));
        Assert.Contains(app.Log.All, line => line.Contains("Refused 2 of 5 rows of /5m", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_clock_years_ahead_deletes_nothing_and_fetches_nothing_absurd()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        app.Clock.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(Start + 65));
        Arrange(app, "5m", seconds: 300, end: Start, count: 3);
        Arrange(app, "1h", seconds: 3600, end: Start, count: 3);
        await app.SyncWindowsAsync();
        var before = await CountAsync(app);

        app.Clock.SetAhead(TimeSpan.FromDays(3 * 365));
        await app.RunAsync<WindowSyncJob>();
        await app.RunAsync<RollUpJob>();
        await app.RunAsync<PruneJob>();

        Assert.True(await CountAsync(app) >= before, "rows were erased");
        Assert.DoesNotContain(app.Upstream.Asked, path => path.Contains("timestamp") && long.Parse(path.Split('=')[1]) > Start);
    }

    private static async Task<int> CountAsync(AppFactory app)
    {
        await using var db = await app.OpenDatabaseAsync();
        var stop = TestContext.Current.CancellationToken;
        return await db.Windows.CountAsync(stop) + await db.Ticks.CountAsync(stop);
    }

    private static JsonObject Trade(long high) => new() { ["2"] = FakeUpstream.Window(high, highVolume: 1, low: null, lowVolume: 0) };

    // The last windows before that time; item 2 trades in each.
    private static void Arrange(AppFactory app, string width, int seconds, long end, int count)
    {
        for (var index = 1; index <= count; index++)
        {
            app.Upstream.Windows[(width, end - index * (long)seconds)] = Trade(high: 200 + index);
        }
    }
}
