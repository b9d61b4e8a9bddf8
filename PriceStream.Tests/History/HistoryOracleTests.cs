using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
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

    // In seconds: the period, the width of its buckets, and of the windows that form them.
    private static readonly Dictionary<string, (long Period, int Step, int Base)> Rules = new()
    {
        ["1h"] = (3600, 60, 0),
        ["24h"] = (86_400, 300, 300),
        ["7d"] = (7 * 86_400, 1800, 300),
        ["30d"] = (30 * 86_400, 7200, 3600),
        ["90d"] = (90 * 86_400, 21_600, 21_600),
        ["1y"] = (365 * 86_400, 86_400, 86_400),
        ["all"] = (0, 86_400, 86_400),
    };

    [Fact]
    public async Task Every_bucket_of_every_period_follows_the_rules()
    {
        await using var app = await StartAsync();
        var compared = 0;
        for (var item = 1; item <= Items; item++)
        {
            var rows = Generate(item);
            await StoreAsync(app, item, rows);
            foreach (var period in Rules.Keys)
            {
                var expected = Reference(rows, period);
                var actual = (await app.HistoryAsync(item, period)).Select(Read).ToList();
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
        var databases = app.Services.GetRequiredService<IDbContextFactory<PriceStreamDb>>();
        await using var db = await databases.CreateDbContextAsync(TestContext.Current.CancellationToken);
        db.Ticks.AddRange(
            from row in rows
            where row.Width == 0
            select new TickRow { ItemId = item, Time = row.Time, High = row.High, Low = row.Low });
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    private static List<HistoryPoint> Reference(List<HistoryRow> all, string period)
    {
        var (length, step, baseWidth) = Rules[period];
        var from = length == 0 ? 0 : Now / step * step - length + step;
        var inPeriod = all.Where(row => row.Time >= from).ToList();
        var used = inPeriod.Where(row => row.Width == baseWidth).Concat(Shares(all, period, step, baseWidth, from)).ToList();
        // Narrower rows count only after the end of all wider ones.
        foreach (var width in (int[])[21_600, 3600, 300, 0])
        {
            if (width < baseWidth)
            {
                var end = used.Select(row => row.Time + row.Width).DefaultIfEmpty(0).Max();
                used.AddRange(inPeriod.Where(row => row.Width == width && row.Time >= end).ToList());
            }
        }

        if (length == 0 && used.Count > 0)
        {
            var days = Now / step - used.Min(row => row.Time) / step + 1;
            step *= (int)Math.Ceiling(days / 400m);
        }

        return [.. from row in used
                   group row by row.Time / step into bucket
                   orderby bucket.Key
                   let windows = bucket.Where(row => row.Width > 0).ToList()
                   select new HistoryPoint(
                       bucket.Key * step,
                       Mean(bucket, row => row.High, row => row.HighVolume),
                       Mean(bucket, row => row.Low, row => row.LowVolume),
                       windows.Count == 0 ? null : windows.Sum(row => row.HighVolume),
                       windows.Count == 0 ? null : windows.Sum(row => row.LowVolume))];
    }

    // Slot by slot: what a wide window has beyond the narrower ones is dealt out evenly over the slots that they leave free.
    private static List<HistoryRow> Shares(List<HistoryRow> all, string period, int step, int baseWidth, long from)
    {
        var slot = baseWidth == 0 ? step : baseWidth;
        var near = all.Where(row => row.Time >= from / 86_400 * 86_400).ToList();
        var narrow = near.Where(row => baseWidth > 0 && row.Width == baseWidth).ToList();
        var taken = narrow.Select(row => row.Time).ToHashSet();
        var counted = narrow.GroupBy(row => row.Time / step).ToDictionary(bucket => bucket.Key, bucket => bucket.ToList());
        var ticked = near.Where(row => baseWidth == 0 && row.Width == 0 && row.Time >= from).Select(row => row.Time / step).ToHashSet();
        var shares = new List<HistoryRow>();
        var wides = near.Where(row => row.Width > slot && period != "all" && row.End <= Now / step * step + step);
        foreach (var wide in wides.OrderBy(row => row.Width).ThenBy(row => row.Time))
        {
            var inside = Enumerable.Range(0, wide.Width / step)
                .SelectMany(index => counted.GetValueOrDefault(wide.Time / step + index) ?? []).ToList();
            var high = BigInteger.Max(0, wide.HighVolume - Sum(inside.Select(row => new BigInteger(row.HighVolume))));
            var low = BigInteger.Max(0, wide.LowVolume - Sum(inside.Select(row => new BigInteger(row.LowVolume))));
            var slots = Enumerable.Range(0, wide.Width / slot).Select(index => wide.Time + index * slot).ToList();
            var free = slots.Where(time => !taken.Contains(time)).ToList();
            taken.UnionWith(slots);
            var done = 0;
            foreach (var bucket in high + low == 0 ? [] : free.GroupBy(time => time / step).ToList())
            {
                var next = done + bucket.Count();
                var isPriced = !ticked.Contains(bucket.Key);
                var share = new HistoryRow(
                    bucket.Key * step, step,
                    high > 0 && isPriced ? wide.High : null, low > 0 && isPriced ? wide.Low : null,
                    Dealt(high, next, free.Count) - Dealt(high, done, free.Count),
                    Dealt(low, next, free.Count) - Dealt(low, done, free.Count));
                shares.Add(share);
                counted[bucket.Key] = [.. counted.GetValueOrDefault(bucket.Key) ?? [], share];
                done = next;
            }
        }

        return [.. shares.Where(share => share.Time >= from)];
    }

    private static long Dealt(BigInteger volume, int slots, int of) => (long)((volume * slots + of - 1) / of);

    private static long? Mean(IEnumerable<HistoryRow> bucket, Func<HistoryRow, long?> price, Func<HistoryRow, long> volume)
    {
        var priced = bucket.Where(row => price(row) is not null).ToList();
        var windows = priced.Where(row => row.Width > 0).ToList();
        if (windows.Count > 0 && windows.All(row => volume(row) == 0))
        {
            return price(windows[0]); // of a wide window, none of whose few trades fell into this bucket
        }

        if (windows.Count > 0)
        {
            var value = Sum(windows.Select(row => new BigInteger(price(row)!.Value) * volume(row)));
            return Quotient(value, Sum(windows.Select(row => new BigInteger(volume(row)))));
        }

        return priced.Count > 0 ? Quotient(Sum(priced.Select(row => new BigInteger(price(row)!.Value))), priced.Count) : null;
    }

    private static BigInteger Sum(IEnumerable<BigInteger> numbers) => numbers.Aggregate(BigInteger.Zero, BigInteger.Add);

    // Rounds half up: the whole part, plus one when the remainder is at least a half.
    private static long Quotient(BigInteger sum, BigInteger count)
    {
        var whole = BigInteger.DivRem(sum, count, out var rest);
        return (long)(2 * rest >= count ? whole + 1 : whole);
    }

    private static HistoryPoint Read(JsonNode? row) => new(
        DateTimeOffset.Parse((string)row!["timestamp"]!, CultureInfo.InvariantCulture).ToUnixTimeSeconds(),
        (long?)row["high"],
        (long?)row["low"],
        (long?)row["high_volume"],
        (long?)row["low_volume"]);
}
