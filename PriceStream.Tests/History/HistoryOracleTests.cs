using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using PriceStream.Tests.Support;
using PriceStream.Web.Data;
using PriceStream.Web.History;
using PriceStream.Web.History.Import;

namespace PriceStream.Tests.History;

/// <summary>
/// Compares the history of generated markets, through the API on real SQLite, with a reference implementation that follows the wording
/// of the rules: bucket by bucket, over all rows, with exact fractions.
/// </summary>
public sealed class HistoryOracleTests
{
    private const int Items = 24;
    private const long Now = FakeUpstream.Start + 1234;

    [Fact]
    public async Task Every_bucket_of_every_period_follows_the_rules()
    {
        await using var app = await StartAsync();
        var compared = 0;
        for (var item = 1; item <= Items; item++)
        {
            var rows = Generate(item);
            await StoreAsync(app, item, rows);
            foreach (var period in HistoryReference.Periods)
            {
                var expected = HistoryReference.Of(rows, period, Now);
                var actual = (await app.HistoryAsync(item, period)).Select(HistoryReference.PointOf).ToList();
                Assert.Equal(expected, actual);
                compared += actual.Count;
            }
        }

        Assert.True(compared > 10_000, $"only {compared} buckets were compared");
    }

    private static async Task<AppFactory> StartAsync()
    {
        var app = await AppFactory.StartAsync();
        app.Upstream.Mapping = [.. Enumerable.Range(1, Items).Select(Item)];
        await app.RefreshCatalogueAsync();
        app.Clock.Advance(TimeSpan.FromSeconds(Now - FakeUpstream.Start));
        return app;
    }

    private static JsonObject Item(int id) => new() { ["id"] = id, ["name"] = $"Item {id}", ["members"] = false };

    // Each item is a different market: how often it trades, how far each series reaches, with holes, volumes beyond 32 bits and spikes.
    private static List<HistoryRow> Generate(int seed)
    {
        var random = new Random(seed);
        var rows = new List<HistoryRow>();
        foreach (var resolution in Resolution.Windows)
        {
            var length = (int)(random.NextDouble() * (resolution.Seconds == 86_400 ? 900 : 2400));
            var chance = seed % 4 == 0 ? 0.02 : seed % 4 == 1 ? 0.6 : 1.0;
            var hole = random.Next(length + 1);
            var end = resolution.WindowOf(Now) - random.Next(3) * resolution.Seconds;
            for (var index = 1; index <= length; index++)
            {
                if (random.NextDouble() < chance && (index < hole || index > hole + 40))
                {
                    rows.Add(Window(random, end - index * (long)resolution.Seconds, resolution.Seconds));
                }
            }
        }

        var ticks = random.Next(400);
        var newest = rows.Where(row => row.Width == 300).Select(row => row.End).DefaultIfEmpty(Now - 90_000).Max();
        for (var index = 0; index < ticks; index++)
        {
            var time = newest - 4000 + random.NextInt64(Now - newest + 4000);
            rows.Add(new(time, 0, Price(random), random.Next(2) == 0 ? null : Price(random)));
        }

        return [.. rows.DistinctBy(row => (row.Width, row.Time))];
    }

    private static HistoryRow Window(Random random, long time, int width)
    {
        var (high, low) = (random.Next(3) == 0 ? 0 : Volume(random), random.Next(3) == 0 ? 0 : Volume(random));
        return high + low == 0
            ? new(time, width, Price(random), null, 1, 0)
            : new(time, width, high == 0 ? null : Price(random), low == 0 ? null : Price(random), high, low);
    }

    private static long Volume(Random random) => random.Next(20) == 0 ? random.NextInt64(1L << 40) + 1 : random.Next(1, 500);

    private static long Price(Random random) => random.Next(50) == 0 ? int.MaxValue : random.Next(1, 3000);

    private static async Task StoreAsync(AppFactory app, int item, List<HistoryRow> rows)
    {
        var store = app.Services.GetRequiredService<WindowWriter>();
        await store.SaveAsync(
            [.. rows.Where(row => row.Width > 0).Select(row => (item, row))], WindowOrigin.Bulk, TestContext.Current.CancellationToken);
        await using var db = await app.OpenDatabaseAsync();
        db.Ticks.AddRange(
            from row in rows
            where row.Width == 0
            select new TickRow { ItemId = item, Time = row.Time, High = row.High, Low = row.Low });
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }
}
