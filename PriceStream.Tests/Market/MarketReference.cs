using System.Globalization;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Market;

/// <summary>
/// A market, and every column of it as the wording of its formula has it: window by window, with exact fractions.
/// </summary>
internal sealed partial class MarketReference
{
    private const int Rune = 561;
    private const int Bond = 13190;

    private readonly long now;
    private Dictionary<int, (long? High, long? HighTime, long? Low, long? LowTime)> prices = [];
    private readonly Dictionary<int, (string Name, long? Limit, long? Alch)> items = [];
    private readonly Dictionary<(int Width, long Start), Dictionary<int, Window>> windows = [];
    private readonly Dictionary<(int Item, bool IsAveraged), SortedDictionary<string, string>> stats = [];
    private long? endOfWindows;

    private MarketReference(long now) => this.now = now;

    /// <summary>In Unix seconds.</summary>
    public long Now => now;

    public IEnumerable<int> Ids => items.Keys;

    public string NameOf(int id) => items[id].Name;

    /// <summary>Forgets a window. Its hour stands in for it.</summary>
    public void Lose(long start) => windows.Remove((300, start));

    /// <summary>The stats of an item as JSON, by name.</summary>
    /// <param name="isAveraged">Whether margins are those of the newest five minutes, where both sides traded in them.</param>
    public SortedDictionary<string, string> Of(int id, bool isAveraged = false)
    {
        if (!stats.TryGetValue((id, isAveraged), out var known))
        {
            stats[(id, isAveraged)] = known = Calculate(id, isAveraged);
        }

        return known;
    }

    private SortedDictionary<string, string> Calculate(int id, bool isAveraged)
    {
        var (lastHigh, highTime, lastLow, lowTime) = prices.GetValueOrDefault(id);
        var (_, limit, alch) = items[id];
        (highTime, lowTime) = (lastHigh is null ? null : highTime, lastLow is null ? null : lowTime);
        var (high, low) = isAveraged ? Averages(id) : (lastHigh, lastLow);
        var rune = isAveraged ? Averages(Rune).High : prices[Rune].High;
        var isExempt = ExemptItems.Since2021.Contains(id);
        var tax = high is { } sold ? isExempt ? 0 : Math.Min(sold / 100, 5_000_000) : (long?)null; // 1 %, as on that day
        var margin = id == Bond ? null : high - tax - low;
        var (hour, day) = (Sum(id, 12), Sum(id, 288));
        var (thin, change) = (day.IsKnown ? Math.Min(day.High, day.Low) : (long?)null, Change(id, 24, 6));
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
            ["reach"] = Text(thin is { } pieces ? margin * Math.Min(limit ?? long.MaxValue, pieces / 6) : null),
            ["age"] = Text(highTime is null || lowTime is null ? null : now - Math.Min(highTime.Value, lowTime.Value)),
            ["vol_1h"] = Text(hour.IsKnown ? hour.High + hour.Low : null),
            ["vol_24h"] = Text(day.IsKnown ? day.High + day.Low : null),
            ["vol_24h_partial"] = day is { IsKnown: true, IsPartial: true } ? "true" : "false",
            ["thin_24h"] = Text(thin),
            ["value_24h"] = Text(day.IsKnown ? day.Value : null),
            ["avg_24h"] = Text(day.IsKnown ? Average(day.Value, day.High + day.Low) : null),
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
        var newest = windows.GetValueOrDefault((300, EndOfWindows - 300))?.GetValueOrDefault(id);
        var last = prices.GetValueOrDefault(id);
        return newest is { High: { } high, Low: { } low } ? (high, low) : (last.High, last.Low);
    }

    // A window is published a little after its end. One that is ten minutes late counts as missing.
    private long EndOfWindows => endOfWindows ??= windows.Where(window => window.Key.Width == 300 && window.Value.Count > 0)
        .Max(window => window.Key.Start + 300) is var published && published >= now / 300 * 300 - 300 ? published : now / 300 * 300;

    // The newest windows, and the missing ones' share of their hour.
    private Traded Sum(int id, int count)
    {
        var (high, low, value) = (0L, 0L, 0L);
        var missing = new List<long>();
        for (var start = EndOfWindows - count * 300; start < EndOfWindows; start += 300)
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

        var lost = missing.Where(hour => !windows.ContainsKey((3600, hour))).ToList();
        foreach (var hour in missing.Except(lost))
        {
            if (windows[(3600, hour)].TryGetValue(id, out var row))
            {
                Add(row, missing.Count(other => other == hour));
            }
        }

        return new(high, low, value, IsKnown: 2 * lost.Count <= count, IsPartial: lost.Count > 0);

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
            return Average(
                hours.Sum(row => row.HighPieces * (row.High ?? 0) + row.LowPieces * (row.Low ?? 0)),
                hours.Sum(row => row.HighPieces + row.LowPieces));
        }).ToList();
        return points.Count(point => point is not null) < 4 ? "null" : $"[{string.Join(',', points.Select(Text))}]";
    }

    private static long? Average(long value, long pieces) => pieces == 0 ? null : (long)Math.Floor((decimal)value / pieces + 0.5m);

    private static string Text(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "null";

    private static string Percent(decimal? fraction) => fraction is { } part
        ? (Math.Round(part * 10_000, MidpointRounding.AwayFromZero) / 100).ToString("0.##", CultureInfo.InvariantCulture)
        : "null";

    private sealed record Traded(long High, long Low, long Value, bool IsKnown, bool IsPartial);

    private sealed record Window(long? High, long HighPieces, long? Low, long LowPieces);
}
