using PriceStream.Web.Data;

namespace PriceStream.Web.History;

/// <summary>
/// Spreads windows that are wider than a period's own over the buckets they cover. Narrower windows come first: of a wide one only the
/// volume they lack is spread, evenly over the time they do not cover, so no trade is lost or counted twice where two resolutions meet.
/// </summary>
internal sealed class WindowSpread
{
    private readonly ChartPeriod period;
    private readonly long start;
    private readonly int slots; // how many windows of the period's resolution make a bucket
    private readonly Bucket[] buckets;

    /// <param name="start">The start of the first bucket, Unix seconds. No window that is spread may start before it.</param>
    /// <param name="end">The end of the last bucket.</param>
    public WindowSpread(ChartPeriod period, long start, long end)
    {
        (this.period, this.start) = (period, start);
        slots = period.Resolution.Seconds > 0 ? period.BucketSeconds / period.Resolution.Seconds : 1;
        buckets = new Bucket[(end - start) / period.BucketSeconds];
    }

    /// <summary>Takes in rows of the period's own resolution. Ticks have no volume and cover nothing, but they keep their price.</summary>
    public void Cover(IEnumerable<HistoryRow> rows)
    {
        foreach (var row in rows)
        {
            var index = IndexOf(row.Time);
            if (index < 0 || index >= buckets.Length)
            {
                continue;
            }

            ref var bucket = ref buckets[index];
            bucket.HasTicks |= row.IsTick;
            bucket.Covered += row.IsTick ? 0 : 1;
            bucket.High += row.HighVolume;
            bucket.Low += row.LowVolume;
        }
    }

    /// <summary>Spreads a window over the buckets that narrower ones do not cover. Call it from narrow to wide.</summary>
    public void Spread(HistoryRow window)
    {
        if (window.End > start + (long)buckets.Length * period.BucketSeconds)
        {
            return; // it has not closed by this server's clock
        }

        var covered = buckets.AsSpan(IndexOf(window.Time), window.Width / period.BucketSeconds);
        var (weight, high, low) = (0, (Int128)window.HighVolume, (Int128)window.LowVolume);
        foreach (var bucket in covered)
        {
            weight += slots - bucket.Covered;
            high -= bucket.High;
            low -= bucket.Low;
        }

        if (weight > 0 && (high > 0 || low > 0))
        {
            Share(covered, window, weight, Int128.Max(high, 0), Int128.Max(low, 0));
        }

        foreach (ref var bucket in covered)
        {
            bucket.Covered = slots;
        }
    }

    /// <summary>These rows and the shares of the wide windows from a Unix second on, ascending.</summary>
    public List<HistoryRow> Merge(List<HistoryRow> rows, long from)
    {
        var merged = new List<HistoryRow>(rows.Count + buckets.Length);
        var next = 0;
        for (var index = Math.Max(0, IndexOf(from)); index < buckets.Length; index++)
        {
            if (buckets[index].Share is not { } share)
            {
                continue;
            }

            while (next < rows.Count && rows[next].Time < share.Time)
            {
                merged.Add(rows[next++]);
            }

            merged.Add(share);
        }

        merged.AddRange(rows[next..]);
        return merged;
    }

    // Rounds the running sums up instead of each share: the shares add up exactly, and no two of them differ by more than one piece
    // where their buckets are equally empty.
    private void Share(Span<Bucket> covered, HistoryRow window, int weight, Int128 high, Int128 low)
    {
        var (before, time) = (0, window.Time);
        foreach (ref var bucket in covered)
        {
            var after = before + slots - bucket.Covered;
            if (after > before)
            {
                var (highShare, lowShare) = (Between(high, before, after, weight), Between(low, before, after, weight));
                bucket.High += highShare;
                bucket.Low += lowShare;
                bucket.Share = new(
                    time,
                    period.BucketSeconds,
                    high > 0 && !bucket.HasTicks ? window.High : null,
                    low > 0 && !bucket.HasTicks ? window.Low : null,
                    highShare,
                    lowShare);
            }

            (before, time) = (after, time + period.BucketSeconds);
        }
    }

    private static long Between(Int128 volume, int before, int after, int weight) =>
        (long)((volume * after + weight - 1) / weight - (volume * before + weight - 1) / weight);

    private int IndexOf(long time) => (int)Math.Clamp((time - start) / period.BucketSeconds, -1, int.MaxValue);

    private struct Bucket
    {
        public int Covered; // slots
        public bool HasTicks;
        public Int128 High; // the volume of what covers it
        public Int128 Low;
        public HistoryRow? Share;
    }
}
