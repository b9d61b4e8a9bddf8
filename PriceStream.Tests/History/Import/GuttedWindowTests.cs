using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using PriceStream.Tests.Support;
using PriceStream.Web.History.Import;

namespace PriceStream.Tests.History.Import;

/// <summary>A window of which more than a tenth of the rows was refused does not count as fetched.</summary>
public sealed class GuttedWindowTests
{
    private const long Start = FakeUpstream.Start;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("5m", 300)]
    [InlineData("1h", 3600)]
    public async Task A_window_of_which_much_was_refused_is_stored_and_fetched_again_with_back_off_until_it_is_whole(
        string width, int seconds)
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        app.Clock.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(Start + seconds + 1));
        app.Upstream.Windows[("5m", Start + seconds - 300)] = Rows(10, 0);
        app.Upstream.Windows[("1h", Start + seconds / 3600 * 3600 - 3600)] = Rows(10, 0);
        var (times, refused) = (new List<DateTimeOffset>(), 2);
        app.Upstream.Overrides[width] = context =>
        {
            var asked = context.Request.Query["timestamp"].ToString();
            if (asked == $"{Start}" || asked.Length == 0 && times.Count == 0)
            {
                times.Add(app.Clock.GetUtcNow());
                return FakeUpstream.Text(new JsonObject { ["data"] = Rows(10, refused), ["timestamp"] = Start }.ToJsonString())(context);
            }

            return FakeUpstream.Text($$"""{"data":{},"timestamp":{{(asked.Length > 0 ? asked : Start)}}}""")(context);
        };

        await SyncAsync(app, minutes: 150);
        Assert.Equal(1, await CountAsync(app, seconds)); // what was good is stored
        Assert.Equal([0, 1, 3, 8, 23, 83, 143], times.Select(time => Math.Floor((time - times[0]).TotalMinutes)));
        var logged = $"The {width} window of 2025-05-21 08:00:00Z does not count as fetched: 2 of its 12 rows were refused. Next try ";
        Assert.Equal(7, app.Log.All.Count(line => line.Contains(logged, StringComparison.Ordinal)));

        refused = 1; // one of eleven is less than a tenth
        await SyncAsync(app, minutes: 120);
        Assert.Equal(8, times.Count);
        await using var db = await app.OpenDatabaseAsync();
        Assert.True(await db.FetchedWindows.AnyAsync(window => window.Step == seconds && window.Time == Start, Stop));
    }

    [Fact]
    public async Task A_gutted_window_is_fetched_again_after_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("pricestream-").FullName;
        await using (var app = await AppFactory.StartAsync(folder))
        {
            await app.RefreshCatalogueAsync();
            app.Clock.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(Start + 301));
            app.Upstream.Windows[("1h", Start - 3600)] = Rows(10, 0);
            app.Upstream.Windows[("5m", Start - 300)] = Rows(1, 5);
            app.Upstream.Windows[("5m", Start)] = Rows(10, 0);
            await app.SyncWindowsAsync();
        }

        await using var again = await AppFactory.StartAsync(folder);
        again.Clock.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(Start + 310));
        again.Upstream.Windows[("1h", Start - 3600)] = Rows(10, 0);
        again.Upstream.Windows[("5m", Start - 300)] = Rows(10, 0);
        again.Upstream.Windows[("5m", Start)] = Rows(10, 0);
        await again.SyncWindowsAsync();
        Assert.Single(again.Upstream.Asked, $"5m?timestamp={Start - 300}");
        Assert.Single(again.Upstream.Asked, asked => asked.Contains("timestamp", StringComparison.Ordinal));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_missed_window_that_the_upstream_refuses_does_not_hold_up_the_others()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        app.Clock.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(Start + 65));
        app.Upstream.Windows[("1h", Start - 3600)] = Rows(10, 0);
        var rows = Rows(10, 0).ToJsonString();
        app.Upstream.Overrides["5m"] = context =>
        {
            var time = context.Request.Query["timestamp"].ToString();
            var answer = time == $"{Start - 600}"
                ? FakeUpstream.Text("{}", status: 404)
                : FakeUpstream.Text($$"""{"data":{{rows}},"timestamp":{{(time.Length > 0 ? time : Start - 300)}}}""");
            return answer(context);
        };

        for (var run = 0; run < 40; run++)
        {
            await app.RunAsync<WindowSyncJob>();
            app.Clock.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.Contains($"5m?timestamp={Start - 900}", app.Upstream.Asked);
        Assert.InRange(app.Upstream.Asked.Count(asked => asked == $"5m?timestamp={Start - 600}"), 1, 3);
    }

    [Fact]
    public async Task A_width_whose_newest_window_fails_does_not_hold_up_the_other()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        app.Clock.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(Start + 65));
        app.Upstream.Windows[("5m", Start - 300)] = Rows(10, 0);
        app.Upstream.Overrides["1h"] = FakeUpstream.Text("{}", status: 404);

        await SyncAsync(app, minutes: 10);

        Assert.Contains($"5m?timestamp={Start - 600}", app.Upstream.Asked);
    }

    private static async Task SyncAsync(AppFactory app, int minutes)
    {
        for (var run = 0; run < minutes * 6; run++)
        {
            await app.RunAsync<WindowSyncJob>();
            app.Clock.Advance(TimeSpan.FromSeconds(10));
        }
    }

    private static async Task<int> CountAsync(AppFactory app, int seconds)
    {
        await using var db = await app.OpenDatabaseAsync();
        Assert.False(await db.FetchedWindows.AnyAsync(window => window.Step == seconds && window.Time == Start, Stop));
        return await db.Windows.CountAsync(window => window.ItemId == 2 && window.Step == seconds && window.Time == Start, Stop);
    }

    // Item 2 and others that the catalogue lacks; the refused ones have a price of 0.
    private static JsonObject Rows(int good, int refused)
    {
        var rows = new JsonObject { ["2"] = FakeUpstream.Window(200, 1, 190, 1) };
        for (var index = 1; index < good + refused; index++)
        {
            rows[$"{900_000 + index}"] = index < good ? FakeUpstream.Window(200, 1, 190, 1) : FakeUpstream.Window(0, 1, 190, 1);
        }

        return rows;
    }
}
