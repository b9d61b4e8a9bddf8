using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using PriceStream.Web.Data;
using PriceStream.Web.History;

namespace PriceStream.Tests.History;

/// <summary>The history of an item as the wording of the rules has it: bucket by bucket, over all rows, with exact fractions.</summary>
internal static class HistoryReference
{
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

    public static IEnumerable<string> Periods => Rules.Keys;

    public static List<HistoryPoint> Of(List<HistoryRow> all, string period, long now)
    {
        var (length, step, baseWidth) = Rules[period];
        var from = length == 0 ? 0 : now / step * step - length + step;
        var inPeriod = all.Where(row => row.Time >= from).ToList();
        var used = inPeriod.Where(row => row.Width == baseWidth).Concat(Shares(all, period, from, now)).ToList();
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
            var days = now / step - used.Min(row => row.Time) / step + 1;
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

    /// <summary>A point as the API returns it.</summary>
    public static HistoryPoint PointOf(JsonNode? row) => new(
        DateTimeOffset.Parse((string)row!["timestamp"]!, CultureInfo.InvariantCulture).ToUnixTimeSeconds(),
        (long?)row["high"],
        (long?)row["low"],
        (long?)row["high_volume"],
        (long?)row["low_volume"]);

    // Slot by slot: what a wide window has beyond the narrower ones is dealt out evenly over the slots that they leave free.
    private static List<HistoryRow> Shares(List<HistoryRow> all, string period, long from, long now)
    {
        var (_, step, baseWidth) = Rules[period];
        var slot = baseWidth == 0 ? step : baseWidth;
        var near = all.Where(row => row.Time >= from / 86_400 * 86_400).ToList();
        var narrow = near.Where(row => baseWidth > 0 && row.Width == baseWidth).ToList();
        var taken = narrow.Select(row => row.Time).ToHashSet();
        var counted = narrow.GroupBy(row => row.Time / step).ToDictionary(bucket => bucket.Key, bucket => bucket.ToList());
        var ticked = near.Where(row => baseWidth == 0 && row.Width == 0 && row.Time >= from).Select(row => row.Time / step).ToHashSet();
        var shares = new List<HistoryRow>();
        var wides = near.Where(row => row.Width > slot && period != "all" && row.End <= now / step * step + step);
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
}
