using PriceStream.Web.Data;

namespace PriceStream.Web.History;

/// <summary>Decides which stored rows form a period, and reads them.</summary>
public sealed class HistoryReader(HistoryStore store)
{
    /// <summary>
    /// Returns all rows that form the period, ascending and without overlap: the windows of the period's resolution, those of the next
    /// wider one where it has none, and after its end the narrower ones, down to the ticks.
    /// </summary>
    /// <param name="now">Unix seconds.</param>
    public async Task<IReadOnlyList<HistoryRow>> ReadAsync(int itemId, ChartPeriod period, long now, CancellationToken cancellationToken)
    {
        await using var reads = await store.OpenAsync(cancellationToken);
        var from = period.From(now);
        var rows = reads.Read(itemId, period.Resolution.Seconds, from, CountOf(period, from, now));
        if (period.Resolution.Wider is { } wider && !IsFull(rows, period.Resolution, from, now))
        {
            rows = Fill(rows, reads.Read(itemId, wider.Seconds, from), wider);
        }

        foreach (var narrower in Resolution.All.Reverse().SkipWhile(resolution => resolution != period.Resolution).Skip(1))
        {
            rows.AddRange(reads.Read(itemId, narrower.Seconds, Math.Max(from, EndOf(rows))));
        }

        return rows;
    }

    // When every closed window has a row there are no holes to fill. That is the usual case for an item that trades all the time.
    private static bool IsFull(List<HistoryRow> rows, Resolution resolution, long from, long now) =>
        resolution.Seconds > 0 && rows.Count >= (now - from) / resolution.Seconds;

    // Includes some room for the rows of narrower resolutions.
    private static int CountOf(ChartPeriod period, long from, long now) =>
        period.Resolution.Seconds > 0 && period.Length is not null ? (int)((now - from) / period.Resolution.Seconds) + 16 : 0;

    /// <summary>Adds the wide windows that contain no narrow row.</summary>
    private static List<HistoryRow> Fill(List<HistoryRow> narrow, List<HistoryRow> wide, Resolution wider)
    {
        if (wide.Count == 0)
        {
            return narrow;
        }

        var filled = new List<HistoryRow>(narrow.Count + wide.Count);
        var next = 0;
        foreach (var window in wide)
        {
            while (next < narrow.Count && narrow[next].Time < window.Time)
            {
                filled.Add(narrow[next++]);
            }

            if (next == narrow.Count || narrow[next].Time >= window.Time + wider.Seconds)
            {
                filled.Add(window);
            }
        }

        filled.AddRange(narrow[next..]);
        return filled;
    }

    private static long EndOf(List<HistoryRow> rows) => rows.Count == 0 ? 0 : rows[^1].End;
}
