using System.Globalization;
using System.Text.Json.Nodes;
using CsCheck;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PriceStream.Tests.Support;
using PriceStream.Web.Data;

namespace PriceStream.Tests.Prices;

/// <summary>Whatever the upstream answers, memory, store and stream have the same prices, also after a restart.</summary>
public sealed class AgreementTests
{
    private const long Start = FakeUpstream.Start;
    private const int Whip = 4151;

    private static readonly Gen<string> Keys = OneOf(
        "2", "2", "4151", "4151", "1511", "1511", "02", "+2", "-1", "99", "2147483648", "high", "\\ud800");

    private static readonly Gen<string> Prices = Gen.Frequency(
        (6, Gen.Int[1, 3000].Select(price => price.ToString(CultureInfo.InvariantCulture))),
        (3, OneOf(
            "null", "0", "-1", "12.5", "1e3", "1e400", "2147483648", "1000000000000", "1000000000001", "true", "\"7\"", "{}", "[1]")));

    // Around the times of the polls, so that trades arrive late, twice and from the future.
    private static readonly Gen<string> Times = Gen.Frequency(
        (8, Gen.Long[Start - 100, Start + 500].Select(time => time.ToString(CultureInfo.InvariantCulture))),
        (2, OneOf("null", "0", "-5", "1747814400.0", "1747814399.5", "99999999999", "\"1747814400\"", "false")));

    private static readonly Gen<string> Rows = Gen.Frequency(
        (12, Gen.Select(Prices, Times, Prices, Times, Sides)),
        (1, OneOf("null", "[]", "7", "\"row\"", "{}")));

    private static readonly Gen<string> Answers = Gen.Select(Keys, Rows, (key, row) => $"\"{key}\":{row}").Array[0, 6]
        .Select(rows => string.Join(',', rows));

    [Fact]
    public Task Memory_store_and_stream_agree_whatever_is_answered_and_after_a_restart() =>
        Answers.Array[5].SampleAsync(AssertAgreementAsync, iter: 6, threads: 1);

    private static async Task AssertAgreementAsync(string[] answers)
    {
        var folder = Directory.CreateTempSubdirectory("pricestream-").FullName;
        try
        {
            IReadOnlyDictionary<int, LatestPriceRow> prices;
            await using (var app = await AppFactory.StartAsync(folder))
            {
                await app.RefreshCatalogueAsync();
                prices = await PollAllAsync(app, answers);
                Assert.Equal(200 + answers.Length, prices[Whip].High);
                AssertSame(prices, await CurrentAsync(app));
                AssertSame(prices, await StoredAsync(app));
            }

            await using var restarted = await AppFactory.StartAsync(folder);
            AssertSame(prices, await CurrentAsync(restarted));
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    // A good row stands beside the others in each answer; the last has nothing else. Returns what a stream has seen.
    private static async Task<IReadOnlyDictionary<int, LatestPriceRow>> PollAllAsync(AppFactory app, string[] answers)
    {
        app.Clock.Advance(TimeSpan.FromSeconds(1100)); // so that no trade of theirs lies in the future
        await using var stream = await SseReader.ConnectAsync(app.Http);
        var seen = new Dictionary<int, LatestPriceRow>();
        for (var poll = 0; poll <= answers.Length; poll++)
        {
            var time = Start + 1000 + poll; // newer than any other trade
            var good = $$"""{"high":{{200 + poll}},"highTime":{{time}},"low":{{100 + poll}},"lowTime":{{time}}}""";
            var others = poll < answers.Length && answers[poll].Length > 0 ? answers[poll] + "," : "";
            app.Upstream.Overrides["latest"] = FakeUpstream.Text($$$"""{"data":{{{{others}}}"4151":{{{good}}}}}""");
            await app.PollAsync();
        }

        while (!seen.TryGetValue(Whip, out var whip) || whip.High != 200 + answers.Length)
        {
            var update = await stream.NextAsync("price-update");
            var row = Read(update.Json);
            seen[row.ItemId] = row;
        }

        return seen;
    }

    private static async Task<IReadOnlyDictionary<int, LatestPriceRow>> CurrentAsync(AppFactory app) =>
        ((JsonArray)(await app.GetJsonAsync("api/v1/prices/current"))["data"]!).Select(row => Read(row!)).ToDictionary(row => row.ItemId);

    private static async Task<IReadOnlyDictionary<int, LatestPriceRow>> StoredAsync(AppFactory app)
    {
        var databases = app.Services.GetRequiredService<IDbContextFactory<PriceStreamDb>>();
        await using var db = await databases.CreateDbContextAsync(TestContext.Current.CancellationToken);
        return await db.LatestPrices.AsNoTracking().ToDictionaryAsync(row => row.ItemId, TestContext.Current.CancellationToken);
    }

    private static void AssertSame(
        IReadOnlyDictionary<int, LatestPriceRow> expected, IReadOnlyDictionary<int, LatestPriceRow> actual) =>
        Assert.Equal(Lines(expected), Lines(actual));

    private static IEnumerable<string> Lines(IReadOnlyDictionary<int, LatestPriceRow> rows) =>
        from row in rows.Values
        orderby row.ItemId
        select $"{row.ItemId}: {row.High} at {row.HighTime}, {row.Low} at {row.LowTime}";

    private static LatestPriceRow Read(JsonNode row) => new()
    {
        ItemId = (int)row["item_id"]!,
        High = (long?)row["high"],
        HighTime = (long?)row["high_time"],
        Low = (long?)row["low"],
        LowTime = (long?)row["low_time"],
    };

    private static string Sides(string high, string highTime, string low, string lowTime) =>
        $$"""{"high":{{high}},"highTime":{{highTime}},"low":{{low}},"lowTime":{{lowTime}}}""";

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(index => texts[index]);
}
