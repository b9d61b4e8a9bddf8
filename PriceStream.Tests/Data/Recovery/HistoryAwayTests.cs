using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using PriceStream.Tests.Support;
using PriceStream.Web.Data.Recovery;

namespace PriceStream.Tests.Data.Recovery;

/// <summary>The database cannot be read: histories say so, everything else goes on, and the page completes itself.</summary>
public sealed class HistoryAwayTests
{
    private const string ForReadsToo = "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; DELETE FROM ticks WHERE item_id = 0";
    private const string History = "api/v1/prices/history/2?period=1h&cache=skip";
    private const string Chart = "items/2/cannonball?period=1h";

    [Fact]
    public async Task While_the_past_cannot_be_read_only_histories_say_so_and_they_are_back_with_the_database()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        using (Lock(app))
        {
            foreach (var path in (string[])[History, "api/v1/prices/history/2.csv?period=1h&cache=skip"])
            {
                using var response = await GetAsync(app, path);
                Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
                Assert.Equal(TimeSpan.FromSeconds(5), response.Headers.RetryAfter?.Delta);
                var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
                Assert.Equal(
                    "The past cannot be read now: another program has locked the database.", (string?)problem["detail"]);
            }

            await app.PollAsync();
            foreach (var path in (string[])["", "api/v1/items/2", "api/v1/prices/current/2", "api/v1/items.csv", "watch", "tax"])
            {
                using var response = await GetAsync(app, path);
                Assert.Equal((path, HttpStatusCode.OK), (path, response.StatusCode));
            }
        }

        await app.RunAsync<StorageJob>();
        using var back = await GetAsync(app, History);
        Assert.Equal(HttpStatusCode.OK, back.StatusCode);
    }

    [Fact]
    public async Task An_item_page_has_a_line_in_the_charts_place_and_asks_for_the_chart_until_it_is_there()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        using (Lock(app))
        {
            var page = await app.GetPageAsync(Chart);
            Assert.Equal(
                "The price history cannot be read now: another program has locked the database. It will appear here.",
                page.QuerySelector("[data-testid=history-away]")?.TextContent);
            Assert.True(page.QuerySelector("[data-testid=chart-empty]")!.HasAttribute("hidden"));
            Assert.Equal("refresh, every 5s", page.QuerySelector("#chart")?.GetAttribute("hx-trigger"));
            Assert.NotEmpty(page.QuerySelector("[data-field=high]")!.TextContent);
        }

        await app.RunAsync<StorageJob>();
        var back = await app.GetPageAsync(Chart);
        Assert.Null(back.QuerySelector("[data-testid=history-away]"));
        Assert.NotEmpty(back.QuerySelectorAll("[data-testid=chart-data] tbody tr"));
    }

    private static DatabaseLock Lock(AppFactory app)
    {
        StoreUnderTest.SkipWithoutFile();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools(); // an open connection would keep the lock from being taken
        app.Services.GetRequiredService<DatabaseHandle>().Close();
        return DatabaseLock.Take(Path.Combine(app.Folder, "prices.db"), ForReadsToo);
    }

    private static Task<HttpResponseMessage> GetAsync(AppFactory app, string path) =>
        app.Http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
}
