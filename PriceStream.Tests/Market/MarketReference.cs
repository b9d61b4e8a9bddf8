using System.Globalization;

namespace PriceStream.Tests.Market;

/// <summary>
/// A generated market, and every column of it as the wording of its formula has it: window by window, with exact fractions.
/// </summary>
internal sealed partial class MarketReference
{
    private const int Rune = 561;

    private readonly long now;
    private readonly Random random;
    private readonly Dictionary<int, (long? High, long? HighTime, long? Low, long? LowTime)> prices = [];
    private readonly Dictionary<int, (long? Limit, long? Alch)> items = [];
    private readonly Dictionary<(int Width, long Start), Dictionary<int, Window>> windows = [];

    public MarketReference(long now, int count, int seed)
    {
        this.now = now;
        random = new(seed);
        foreach (var id in Enumerable.Range(1000, count).Append(Rune))
        {
            items[id] = (Maybe(7, () => random.Next(1, 2000)), Maybe(9, () => random.Next(1, 3000)));
            var (high, low) = (Maybe(12, () => Price(id) + 20), Maybe(12, () => Price(id)));
            prices[id] = (high, now - random.Next(2, 3000), low, now - random.Next(2, 3000));
        }

        prices[Rune] = (120, now - 5, 118, now - 5);
        foreach (var (width, length) in new[] { (300, 288), (3600, 7 * 24 + 13) })
        {
            for (var start = now / width * width - width; start > now / width * width - (length + 1) * width; start -= width)
            {
                windows[(width, start)] = Traded(width);
            }
        }
    }

    /// <summary>Forgets a window. Its hour stands in for it.</summary>
    public void Lose(long start) => windows.Remove((300, start));

    public IEnumerable<int> Ids => items.Keys;

    /// <summary>The stats of an item as JSON, by name.</summary>
    /// <param name="isAveraged">Whether margins are those of the newest five minutes, where both sides traded in them.</param>
    public SortedDictionary<string, string> Of(int id, bool isAveraged = false)
    {
        var (lastHigh, highTime, lastLow, lowTime) = prices[id];
        var (limit, alch) = items[id];
        (highTime, lowTime) = (lastHigh is null ? null : highTime, lastLow is null ? null : lowTime);
        var (high, low) = isAveraged ? Averages(id) : (lastHigh, lastLow);
        var rune = isAveraged ? Averages(Rune).High : prices[Rune].High;
        var tax = high is { } sold ? Math.Min(sold / 100, 5_000_000) : (long?)null; // 1 %, as on that day
        var margin = high - tax - low;
        var day = Sum(id, 288);
        var (thin, change) = (Math.Min(day.High, day.Low), Change(id, 24, 6));
        var traded = highTime is null && lowTime is null ? (long?)null : Math.Max(highTime ?? 0, lowTime ?? 0);
        return new(StringComparer.Ordinal)
        {
            ["high"] = Text(lastHigh),
            ["low"] = Text(lastLow),
            ["limit"] = Text(limit),
            ["traded"] = traded is { } time ? $"\"{DateTimeOffset.FromUnixTimeSeconds(time):yyyy-MM-dd'T'HH:mm:ss'Z'}\"" : "null",
            ["margin"] = Text(margin),
            ["tax"] = Text(tax),
            ["roi"] = Percent(margin is { } profit && low is { } paid ? (decimal)profit / paid : null),
            ["limit_profit"] = Text(margin * limit),
            ["reach"] = Text(margin * Math.Min(limit ?? long.MaxValue, thin / 6)),
            ["age"] = Text(highTime is null || lowTime is null ? null : now - Math.Min(highTime.Value, lowTime.Value)),
            ["vol_1h"] = Text(Sum(id, 12) is var hour ? hour.High + hour.Low : 0),
            ["vol_24h"] = Text(day.High + day.Low),
            ["vol_24h_partial"] = "false",
            ["thin_24h"] = Text(thin),
            ["value_24h"] = Text(day.Value),
            ["avg_24h"] = Text(Average(day)),
            ["change_24h"] = Percent(change),
            ["change_7d"] = Percent(Change(id, 7 * 24, 12)),
            ["move"] = Percent(change is { } moved ? Math.Abs(moved) : null),
            ["alch"] = Text(alch),
            ["alch_profit"] = Text(alch - low - rune),
            ["spark"] = Spark(id),
        };
    }

    private (long? High, long? Low) Averages(int id)
    {
        var newest = windows[(300, now / 300 * 300 - 300)].GetValueOrDefault(id);
        return newest is { High: { } high, Low: { } low } ? (high, low) : (prices[id].High, prices[id].Low);
    }

    private Dictionary<int, Window> Traded(int width)
    {
        var rows = new Dictionary<int, Window>();
        foreach (var id in items.Keys.Where(id => random.Next(40) < id % 40))
        {
            var (high, low) = (random.Next(3) == 0 ? 0 : random.Next(1, width / 20), random.Next(3) == 0 ? 0 : random.Next(1, width / 20));
            rows[id] = new(high == 0 ? null : Price(id) + 20, high, low == 0 ? null : Price(id), low);
        }

        return rows;
    }

    private long Price(int id) => (id - 400) * random.Next(90, 110) / 100;

    private long? Maybe(int oneIn, Func<long> value) => random.Next(oneIn) == 0 ? null : value();

    // The newest windows, and the missing ones' share of their hour.
    private (long High, long Low, long Value, long Pieces) Sum(int id, int count)
    {
        var (high, low, value) = (0L, 0L, 0L);
        var newest = now / 300 * 300;
        var missing = new List<long>();
        for (var start = newest - count * 300; start < newest; start += 300)
        {
            if (!windows.TryGetValue((300, start), out var rows))
            {
                missing.Add(start / 3600 * 3600);
            }
            else if (rows.TryGetValue(id, out var row))
            {
                Add(row, 12);
            }
        }

        foreach (var hour in missing.GroupBy(hour => hour))
        {
            if (windows[(3600, hour.Key)].TryGetValue(id, out var row))
            {
                Add(row, hour.Count());
            }
        }

        return (high, low, value, high + low);

        void Add(Window row, int twelfths)
        {
            var (buys, sells) = (row.HighPieces * twelfths / 12, row.LowPieces * twelfths / 12);
            (high, low, value) = (high + buys, low + sells, value + buys * (row.High ?? 0) + sells * (row.Low ?? 0));
        }
    }

    private decimal? Change(int id, int hours, int gap) => Hour(id, now, gap) is { } to && Hour(id, now - hours * 3600, gap) is { } from
        ? to / from - 1
        : null;

    private decimal? Hour(int id, long at, int gap)
    {
        for (var start = at / 3600 * 3600 - 3600; start >= at / 3600 * 3600 - 3600 - gap * 3600; start -= 3600)
        {
            if (windows.TryGetValue((3600, start), out var rows) && rows.TryGetValue(id, out var row) && row.HighPieces + row.LowPieces > 0)
            {
                return (decimal)(row.HighPieces * (row.High ?? 0) + row.LowPieces * (row.Low ?? 0)) / (row.HighPieces + row.LowPieces);
            }
        }

        return null;
    }

    private string Spark(int id)
    {
        var newest = now / 21_600 * 21_600;
        var points = Enumerable.Range(0, 28).Select(index => newest - (28 - index) * 21_600L).Select(start =>
        {
            var hours = windows.Where(window => window.Key.Width == 3600 && window.Key.Start >= start && window.Key.Start < start + 21_600)
                .Select(window => window.Value.GetValueOrDefault(id)).OfType<Window>().ToList();
            return Average((0, 0,
                hours.Sum(row => row.HighPieces * (row.High ?? 0) + row.LowPieces * (row.Low ?? 0)),
                hours.Sum(row => row.HighPieces + row.LowPieces)));
        }).ToList();
        return points.Count(point => point is not null) < 4 ? "null" : $"[{string.Join(',', points.Select(Text))}]";
    }

    private static long? Average((long High, long Low, long Value, long Pieces) sum) =>
        sum.Pieces == 0 ? null : (long)Math.Floor((decimal)sum.Value / sum.Pieces + 0.5m);

    private static string Text(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "null";

    private static string Percent(decimal? fraction) => fraction is { } part
        ? (Math.Round(part * 10_000, MidpointRounding.AwayFromZero) / 100).ToString("0.##", CultureInfo.InvariantCulture)
        : "null";

    private sealed record Window(long? High, long HighPieces, long? Low, long LowPieces);
}
