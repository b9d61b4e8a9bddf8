using PriceStream.Web.Data;

namespace PriceStream.Web.History;

/// <summary>Decides which stored rows form a period, and reads them.</summary>
public sealed class HistoryReader(HistoryStore store)
{
    /// <summary>
    /// All rows that make the period, ascending: the windows of the period's resolution; where it has none, wider ones; and after their end
    /// the narrower ones, down to the ticks.
    /// </summary>
    /// <param name="sampled">
    /// True: wider windows are spread over the buckets they cover. False: every row is a stored one, and a wide window counts where no
    /// narrower one lies within it.
    /// </param>
    /// <param name="now">Unix seconds.</param>
    /// <exception cref="HistoryAwayException">The database cannot be read.</exception>
    public async Task<List<HistoryRow>> ReadAsync(
        int itemId, ChartPeriod period, bool sampled, long now, CancellationToken cancellationToken)
    {
        try
        {
            return await store.ReadAsync(
                reads => ReadAsync(new(reads, itemId, cancellationToken), period, sampled, now), cancellationToken);
        }
        catch (StoreUnavailableException exception)
        {
            throw new HistoryAwayException(exception.Message, exception);
        }
    }

    private static async Task<List<HistoryRow>> ReadAsync(ItemReads reads, ChartPeriod period, bool sampled, long now)
    {
        var from = period.From(now);
        var rows = await reads.ReadAsync(period.Resolution, from, CountOf(period, from, now));
        if (period.Resolution.Wider is not null && !IsFull(rows, period.Resolution, from, now))
        {
            var filler = new WideWindows(reads, period, now);
            rows = await (sampled ? filler.SpreadAsync(rows) : filler.FillAsync(rows));
        }

        await AddNarrowerAsync(rows, reads, period, from);
        return rows;
    }

    /// <summary>Every closed window has a row, so there is nothing to fill: the usual case for an item that trades all the time.</summary>
    internal static bool IsFull(List<HistoryRow> rows, Resolution resolution, long from, long now) =>
        resolution.Seconds > 0 && rows.Count >= (now - from) / resolution.Seconds;

    // Includes some room for the rows of narrower resolutions.
    private static int CountOf(ChartPeriod period, long from, long now) =>
        period.Resolution.Seconds > 0 && period.Length is not null ? (int)((now - from) / period.Resolution.Seconds) + 16 : 0;

    private static async Task AddNarrowerAsync(List<HistoryRow> rows, ItemReads reads, ChartPeriod period, long from)
    {
        foreach (var narrower in Resolution.All.Reverse().SkipWhile(resolution => resolution != period.Resolution).Skip(1))
        {
            rows.AddRange(await reads.ReadAsync(narrower, Math.Max(from, EndOf(rows, period.BucketSeconds))));
        }
    }

    // The share of a wide window starts with its bucket, and so before the rows that lie in the bucket with it.
    private static long EndOf(List<HistoryRow> rows, int bucketSeconds)
    {
        var end = 0L;
        for (var index = rows.Count - 1; index >= 0 && rows[index].Time > rows[^1].Time - bucketSeconds; index--)
        {
            end = Math.Max(end, rows[index].End);
        }

        return end;
    }
}
