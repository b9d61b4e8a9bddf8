using System.Text;
using Microsoft.Extensions.DependencyInjection;
using PriceStream.Tests.Support;
using PriceStream.Web.Prices;

namespace PriceStream.Tests.Upstream;

/// <summary>Answers that are odd and still good: other encodings, two rows for one item, names that cannot be stored.</summary>
public sealed class UpstreamOddAnswerTests
{
    private const long Start = FakeUpstream.Start;

    private static readonly string Good =
        $$$"""{"data":{"2":{"high":900,"highTime":{{{Start + 90}}},"low":890,"lowTime":{{{Start + 90}}} } } }""";

    [Theory]
    [InlineData("Application/Json; charset=UTF-8", "utf-8", false)]
    [InlineData("application/json", "utf-8", true)]
    [InlineData("text/json", "utf-8", true)]
    [InlineData("application/problem+JSON; charset=\"utf-8\"", "utf-8", false)]
    [InlineData("application/json; charset=", "utf-8", false)]
    [InlineData("application/json; charset=klingon", "utf-8", false)]
    [InlineData("application/json;charset=utf-16", "utf-16", true)]
    [InlineData("application/json;charset=utf-16", "utf-16", false)]
    [InlineData("application/json;charset=utf-16", "utf-8", false)] // the header is wrong
    [InlineData("application/json", "utf-16BE", true)]
    [InlineData("application/json", "utf-32", true)]
    public async Task Prices_in_any_encoding_and_any_JSON_media_type_are_read(string contentType, string encoding, bool hasMark)
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        var written = Encoding.GetEncoding(encoding);
        Answer(app, [.. hasMark ? written.GetPreamble() : [], .. written.GetBytes(Good)], contentType);
        await app.PollAsync();

        Assert.Equal(900, await HighAsync(app));
    }

    [Theory]
    [InlineData("\\ud800")]
    [InlineData("\\ud800\\ud800x")]
    [InlineData("\u001f\u0002")] // stands for the raw bytes ff 80
    [InlineData("\\u001b[2J\\r\\n")]
    [InlineData("\\u0000")]
    public async Task A_key_that_nobody_can_store_or_print_costs_its_row_and_reaches_no_log_as_it_is(string key)
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        var body = Encoding.UTF8.GetBytes(Good.Replace("\"data\":{", $"\"data\":{{\"{key}\":{{\"high\":1,\"highTime\":{Start}}},"));
        Answer(app, [.. body.Select(part => part switch { 0x1f => (byte)0xff, 0x02 => (byte)0x80, _ => part })]);
        await app.PollAsync();
        await app.PollAsync();

        Assert.Equal(900, await HighAsync(app));
        Assert.Null(app.Services.GetRequiredService<UpstreamMonitor>().Status.FailingSince);
        var line = Assert.Single(app.Log.All, line => line.Contains("Refused 1 of 2 rows of /latest", StringComparison.Ordinal));
        Assert.DoesNotContain(line, char.IsControl);
    }

    [Fact]
    public async Task A_content_type_with_escape_sequences_reaches_no_log_as_it_is()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        Answer(app, [], "text/\u009b2Jhtml");
        await app.PollAsync();

        Assert.NotNull(app.Services.GetRequiredService<UpstreamMonitor>().Status.FailingSince);
        Assert.DoesNotContain(app.Log.All, line => line.Any(letter => char.IsControl(letter) && letter is not ('\n' or '\r')));
    }

    [Fact]
    public async Task Of_two_rows_for_one_item_the_same_counts_in_memory_in_the_store_and_in_the_stream()
    {
        var folder = Directory.CreateTempSubdirectory("pricestream-").FullName;
        try
        {
            await using (var app = await AppFactory.StartAsync(folder))
            {
                await app.RefreshCatalogueAsync();
                app.Upstream.Set(2, 442, Start - 31, 432, Start - 31);
                await app.PollAsync();
                await using var stream = await SseReader.ConnectAsync(app.Http, "?items=2");
                await stream.NextAsync("feed");
                app.Upstream.Set(2, 900, Start - 1, 890, Start - 1);
                app.Upstream.Latest["02"] = FakeUpstream.Row(850, Start - 91, 880, Start - 2);
                await app.PollAsync();

                var update = await stream.NextAsync("price-update");
                Assert.Equal((900, 890), ((long)update.Json["high"]!, (long)update.Json["low"]!));
                Assert.Equal("feed", (await stream.NextAsync()).Name);
                await AssertPriceAsync(app);
                Assert.Contains(app.Log.All, line => line.Contains("item 02 has no item id for its name", StringComparison.Ordinal));
            }

            await using var restarted = await AppFactory.StartAsync(folder);
            await AssertPriceAsync(restarted);
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_price_beyond_31_bits_beside_a_side_that_cannot_be_is_live_and_survives_a_restart()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        app.Upstream.Set(2, 2_147_483_648, Start + 90, -1, Start + 90);
        app.Upstream.Set(4151, 1_600_000, 0, 999_999_999_999, Start + 90);
        await app.PollAsync();

        var (cannonball, whip) = (await PriceAsync(app, 2), await PriceAsync(app, 4151));
        Assert.Equal((2_147_483_648, 190), ((long)cannonball["high"]!, (long)cannonball["low"]!));
        Assert.Equal((1_500_000, 999_999_999_999), ((long)whip["high"]!, (long)whip["low"]!));
        await app.Services.GetRequiredService<LivePrices>().LoadAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2_147_483_648, await HighAsync(app));
    }

    private static async Task AssertPriceAsync(AppFactory app)
    {
        var current = await PriceAsync(app, 2);
        var item = (await app.GetJsonAsync("api/v1/items/2"))["data"]!["price"]!;
        Assert.Equal((900, 890), ((long)current["high"]!, (long)current["low"]!));
        Assert.Equal((900, 890), ((long)item["high"]!, (long)item["low"]!));
    }

    private static void Answer(AppFactory app, byte[] body, string contentType = "application/json") =>
        app.Upstream.Overrides["latest"] = async context =>
        {
            context.Response.Headers.ContentType = contentType;
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
        };

    private static async Task<System.Text.Json.Nodes.JsonNode> PriceAsync(AppFactory app, int item) =>
        (await app.GetJsonAsync($"api/v1/prices/current/{item}"))["data"]!;

    private static async Task<long> HighAsync(AppFactory app) => (long)(await PriceAsync(app, 2))["high"]!;
}
