using CsCheck;
using PriceStream.Web.Data;
using PriceStream.Web.History;

namespace PriceStream.Tests.History;

/// <summary>Where resolutions meet in a chart, each trade is in it once, whatever is stored.</summary>
public sealed class WindowSpreadTests
{
    private const long Day = 1_747_785_600;
    private const int Slots = 288; // of five minutes in a day

    private static readonly Gen<ChartPeriod> Periods =
        Gen.Int[1, 4].Select(index => ChartPeriod.All[index]); // 24h, 7d, 30d, 90d

    // Every trade of two days, and which windows of each resolution are stored.
    private static readonly Gen<(ChartPeriod Period, long[] Traded, int[][] Stored)> Markets = Gen.Select(
        Periods,
        Gen.OneOf(Gen.Long[0, 3], Gen.Long[0, 1000], Gen.Const(20L)).Array[2 * Slots],
        Gen.OneOf(Gen.Int[0, 1], Gen.Frequency((9, Gen.Const(1)), (1, Gen.Const(0))), Gen.Const(0)).Array[2 * Slots].Array[4]);

    [Fact]
    public void The_volumes_of_a_period_add_up_to_what_was_traded_over_any_mixture_of_resolutions() =>
        Markets.Sample(market =>
        {
            var (period, traded, stored) = market;
            var levels = Levels(period, traded, stored);
            var points = Sample(period, levels);

            // Only the time that no stored window covers is missing.
            var known = levels.SelectMany(level => level.Windows).SelectMany(SlotsOf).Distinct().ToList();
            Assert.Equal(known.Sum(slot => traded[slot]), points.Sum(point => point.HighVolume ?? 0));
            foreach (var point in points)
            {
                var around = levels.SelectMany(level => level.Windows)
                    .Where(window => window.Time < point.Time + period.BucketSeconds && window.End > point.Time);
                Assert.InRange(point.HighVolume ?? 0, 0, around.SelectMany(SlotsOf).Distinct().Sum(slot => traded[slot]));
                Assert.True(point.High is null or 100 && point.Low is null);
            }
        }, iter: 500);

    [Fact]
    public void A_wide_window_leaves_no_empty_bucket_and_no_step_between_its_buckets()
    {
        Gen.Select(Periods, Gen.Long[1, 100_000]).Sample((period, volume) =>
        {
            var wide = period.Resolution.Wider!;
            var window = new HistoryRow(Day, wide.Seconds, 100, null, volume, 0);

            var points = Sample(period, [(wide, [window])]);

            Assert.Equal(wide.Seconds / period.BucketSeconds, points.Count);
            Assert.All(points, point => Assert.Equal(100, point.High));
            Assert.InRange(points.Max(point => point.HighVolume!.Value) - points.Min(point => point.HighVolume!.Value), 0, 1);
            Assert.Equal(volume, points.Sum(point => point.HighVolume));
        });
    }

    [Fact]
    public void Narrower_windows_with_more_volume_than_the_wide_one_leave_it_nothing_to_spread()
    {
        var period = ChartPeriod.Of("24h")!;
        HistoryRow[] fives = [new(Day, 300, 100, 90, 50, 1), new(Day + 600, 300, 100, null, 50, 0)];
        var hour = new HistoryRow(Day, 3600, 100, 90, 99, 11);

        var points = Sample(period, [(Resolution.FiveMinutes, [.. fives]), (Resolution.Hours, [hour])]);

        Assert.Equal(100, points.Sum(point => point.HighVolume));
        Assert.Equal(11, points.Sum(point => point.LowVolume));
        Assert.Equal([100, null, 100], points.Take(3).Select(point => point.High)); // nobody bought at another time
    }

    [Fact]
    public void Ticks_keep_their_price_and_get_their_share_of_the_volume()
    {
        var period = ChartPeriod.Of("1h")!;
        List<HistoryRow> ticks = [new(Day + 70, 0, 123, null)];
        var spread = new WindowSpread(period, Day, Day + 3600);
        spread.Cover(ticks);
        spread.Spread(new(Day, 300, 100, 90, 10, 5));

        var (points, _) = Sampler.Sample(spread.Merge(ticks, Day), period, Day + 3600);

        Assert.Equal([(100, 90), (123, null), (100, 90), (100, 90), (100, 90)], points.Select(point => (point.High, point.Low)));
        Assert.All(points, point => Assert.Equal((2, 1), (point.HighVolume, point.LowVolume)));
    }

    private static List<(Resolution Resolution, List<HistoryRow> Windows)> Levels(ChartPeriod period, long[] traded, int[][] stored) =>
    [
        .. from resolution in Resolution.Windows
           where resolution.Seconds >= period.Resolution.Seconds
           let level = Resolution.Windows.ToList().IndexOf(resolution)
           let count = 2 * 86_400 / resolution.Seconds
           let windows = Enumerable.Range(0, count).Where(index => stored[level][index] == 1)
               .Select(index => new HistoryRow(Day + index * (long)resolution.Seconds, resolution.Seconds, 100, null))
               .Select(window => window with { HighVolume = SlotsOf(window).Sum(slot => traded[slot]) })
           select (resolution, windows.Where(window => window.HighVolume > 0).ToList()),
    ];

    private static IEnumerable<int> SlotsOf(HistoryRow window) => Enumerable.Range((int)(window.Time - Day) / 300, window.Width / 300);

    private static IReadOnlyList<HistoryPoint> Sample(
        ChartPeriod period, List<(Resolution Resolution, List<HistoryRow> Windows)> levels)
    {
        var rows = levels.Where(level => level.Resolution == period.Resolution).SelectMany(level => level.Windows).ToList();
        var spread = new WindowSpread(period, Day, Day + 2 * 86_400);
        spread.Cover(rows);
        foreach (var window in levels.Where(level => level.Resolution != period.Resolution).SelectMany(level => level.Windows))
        {
            spread.Spread(window);
        }

        return Sampler.Sample(spread.Merge(rows, Day), period, Day + 2 * 86_400).Points;
    }
}
