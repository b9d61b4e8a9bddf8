using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using PriceStream.Web.Prices;
using PriceStream.Tests.Support;
using PriceStream.Web.Streaming;

namespace PriceStream.Tests.Prices;

/// <summary>The one door for prices.</summary>
public sealed class PriceIngestTests
{
    private const long Start = FakeUpstream.Start;

    [Fact]
    public async Task A_tick_is_stored_at_its_trade_time_and_only_for_the_side_that_traded()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        app.Upstream.Set(2, high: 194, highTime: Start + 55, low: 190, lowTime: Start - 20); // high only
        await app.PollAsync();
        app.Upstream.Set(2, high: 195, highTime: Start + 100, low: 191, lowTime: Start + 100); // both at once
        await app.PollAsync();
        app.Upstream.Set(2, high: 195, highTime: Start + 101, low: 191, lowTime: Start + 100); // a trade at the same price is a trade
        await app.PollAsync();

        Assert.Equal(
            [
                (Start - 20, null, 190), (Start - 10, 193, null), (Start + 55, 194, null), (Start + 100, 195, 191),
                (Start + 101, 195, (long?)null),
            ],
            await TicksAsync(app, 2));
    }

    [Fact]
    public async Task A_later_report_of_the_same_second_replaces_the_price()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        app.Upstream.Set(2, high: 201, highTime: Start - 10, low: 190, lowTime: Start - 20);
        await app.PollAsync();

        Assert.Equal(201, (long)(await app.GetJsonAsync("api/v1/prices/current/2"))["data"]!["high"]!);
        Assert.Equal([(Start - 20, null, 190), (Start - 10, 201, (long?)null)], await TicksAsync(app, 2));
    }

    [Fact]
    public async Task The_same_prices_twice_store_and_publish_nothing()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        var id = app.Services.GetRequiredService<StreamHub>().LastEventId;
        await app.PollAsync();

        Assert.Equal(id, app.Services.GetRequiredService<StreamHub>().LastEventId);
        Assert.Equal(2, (await TicksAsync(app, 2)).Count);
    }

    [Fact]
    public async Task A_restarted_site_has_its_last_prices_and_does_not_publish_them_again()
    {
        var folder = Directory.CreateTempSubdirectory("pricestream-").FullName;
        try
        {
            await using (var first = await AppFactory.StartAsync(folder))
            {
                await first.RefreshCatalogueAsync();
                await first.PollAsync();
            }

            await using var second = await AppFactory.StartAsync(folder);
            Assert.Equal(1_500_000, (long)(await second.GetJsonAsync("api/v1/prices/current/4151"))["data"]!["high"]!);
            var status = second.Services.GetRequiredService<UpstreamMonitor>().Status;
            Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(Start - 10), status.LastSuccess);

            await second.PollAsync();
            Assert.Equal(0, second.Services.GetRequiredService<StreamHub>().Last);
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_batch_that_cannot_be_stored_is_dropped_whole_and_retried_by_the_next_poll()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        await ExecuteAsync(
            app, "CREATE TRIGGER full BEFORE INSERT ON ticks WHEN new.item_id = 4151 BEGIN SELECT RAISE(ABORT, 'no room'); END");
        app.Upstream.Set(2, high: 194, highTime: Start + 55, low: 190, lowTime: Start - 20);
        app.Upstream.Set(4151, high: 1_600_000, highTime: Start + 56, low: 1_480_000, lowTime: Start - 40);

        await Assert.ThrowsAsync<SqliteException>(app.PollAsync);
        Assert.Equal(193, (long)(await app.GetJsonAsync("api/v1/prices/current/2"))["data"]!["high"]!);
        Assert.Equal(2, (await TicksAsync(app, 2)).Count);
        Assert.Equal("the prices could not be stored", app.Services.GetRequiredService<UpstreamMonitor>().Status.Reason);

        await ExecuteAsync(app, "DROP TRIGGER full");
        await app.PollAsync();
        Assert.Equal(194, (long)(await app.GetJsonAsync("api/v1/prices/current/2"))["data"]!["high"]!);
        Assert.Equal(1_600_000, (long)(await app.GetJsonAsync("api/v1/prices/current/4151"))["data"]!["high"]!);
        Assert.Null(app.Services.GetRequiredService<UpstreamMonitor>().Status.Reason);
    }

    [Fact]
    public async Task Thousands_of_items_and_the_highest_possible_price_are_accepted()
    {
        await using var app = await AppFactory.StartAsync();
        app.Upstream.Mapping = [.. Enumerable.Range(1, 4000).Select(id => new JsonObject { ["id"] = id, ["name"] = $"Item {id}" })];
        app.Upstream.Latest = [];
        for (var id = 1; id <= 4000; id++)
        {
            app.Upstream.Set(id, high: int.MaxValue, highTime: Start, low: id, lowTime: Start - 1);
        }

        await app.RefreshCatalogueAsync();
        await app.PollAsync();

        var prices = await app.GetJsonAsync("api/v1/prices/current");
        Assert.Equal(4000, (int)prices["meta"]!["count"]!);
        Assert.Equal(int.MaxValue, (long)prices["data"]![3999]!["high"]!);
    }

    [Theory]
    [InlineData("items=", "items")]
    [InlineData("items=2,x", "items")]
    public async Task The_error_for_an_invalid_item_filter_names_the_parameter(string query, string name)
    {
        await using var app = await AppFactory.StartAsync();
        var path = new Uri("api/v1/prices/current?" + query, UriKind.Relative);
        using var answer = await app.Http.GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal(400, (int)answer.StatusCode);
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains($"\"{name}\"", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Current_prices_are_filtered_and_carry_the_event_id_to_stream_from()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        var prices = await app.GetJsonAsync("api/v1/prices/current?items=4151,1511");
        await using var stream = await SseReader.OpenAsync(app.Http);

        Assert.Equal([4151], prices["data"]!.AsArray().Select(price => (int)price!["item_id"]!));
        Assert.Equal((await stream.NextAsync()).Id, (string)prices["meta"]!["last_event_id"]!);
    }

    private static async Task<List<(long Time, long? High, long? Low)>> TicksAsync(AppFactory app, int item) =>
        [.. (await app.GetJsonAsync($"api/v1/prices/history/{item}?period=1h&sample=false"))["data"]!.AsArray()
            .Select(tick => (((DateTimeOffset)tick!["timestamp"]!).ToUnixTimeSeconds(), (long?)tick["high"], (long?)tick["low"]))];

    private static async Task ExecuteAsync(AppFactory app, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={app.Folder}/prices.db");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
