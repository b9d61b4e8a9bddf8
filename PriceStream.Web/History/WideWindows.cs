using PriceStream.Web.Data;

namespace PriceStream.Web.History;

/// <summary>Completes the rows of a period with windows that are wider than its own, where its own are missing.</summary>
internal sealed class WideWindows(ItemReads reads, ChartPeriod period, long now)
{
    private readonly long from = period.From(now);
    private readonly long end = period.BucketOf(now) + period.BucketSeconds;

    /// <summary>Adds the wide windows' shares of the buckets they cover.</summary>
    /// <param name="rows">All rows of the period's own resolution.</param>
    public async Task<List<HistoryRow>> SpreadAsync(List<HistoryRow> rows)
    {
        var levels = await ReadLevelsAsync(resolution => resolution.WindowOf(from));
        var start = levels.SelectMany(level => level.Windows.Take(1)).Select(window => window.Time).Append(from).Min();
        if (levels.Count == 0)
        {
            return rows;
        }

        var spread = new WindowSpread(period, start, end);
        spread.Cover(await BeforeAsync(period.Resolution, start, from));
        spread.Cover(rows);
        foreach (var (resolution, windows) in levels)
        {
            var before = await BeforeAsync(resolution, start, resolution.WindowOf(from));
            foreach (var window in before.Concat(windows))
            {
                spread.Spread(window);
            }
        }

        return spread.Merge(rows, from);
    }

    /// <summary>Adds the wide windows, as they are stored, that contain no narrower row.</summary>
    public async Task<List<HistoryRow>> FillAsync(List<HistoryRow> rows)
    {
        foreach (var (resolution, windows) in await ReadLevelsAsync(_ => from))
        {
            rows = Fill(rows, windows, resolution.Seconds);
        }

        return rows;
    }

    // From narrow to wide, up to the first that leaves no hole.
    private async Task<List<(Resolution Resolution, List<HistoryRow> Windows)>> ReadLevelsAsync(Func<Resolution, long> startOf)
    {
        var levels = new List<(Resolution Resolution, List<HistoryRow> Windows)>();
        for (var wide = period.Resolution.Wider; wide is not null; wide = wide.Wider)
        {
            var start = startOf(wide);
            var windows = await reads.ReadBetweenAsync(wide, start, end);
            if (windows.Count > 0)
            {
                levels.Add((wide, windows));
            }

            if (HistoryReader.IsFull(windows, wide, start, now))
            {
                break;
            }
        }

        return levels;
    }

    // A wide window may start before the period. How much of it the narrower ones have there decides what is left for the period.
    private async ValueTask<List<HistoryRow>> BeforeAsync(Resolution resolution, long start, long to) =>
        start < to && resolution.Seconds > 0 ? await reads.ReadBetweenAsync(resolution, start, to) : [];

    private static List<HistoryRow> Fill(List<HistoryRow> narrow, List<HistoryRow> wide, int width)
    {
        var filled = new List<HistoryRow>(narrow.Count + wide.Count);
        var next = 0;
        foreach (var window in wide)
        {
            while (next < narrow.Count && narrow[next].Time < window.Time)
            {
                filled.Add(narrow[next++]);
            }

            if (next == narrow.Count || narrow[next].Time >= window.Time + width)
            {
                filled.Add(window);
            }
        }

        filled.AddRange(narrow[next..]);
        return filled;
    }
}
