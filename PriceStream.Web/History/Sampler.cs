using PriceStream.Web.Data;

namespace PriceStream.Web.History;

/// <summary>Puts the rows of a period into its buckets.</summary>
public static class Sampler
{
    /// <summary>
    /// Returns one point for each bucket that has a row, at the bucket's start, ascending. No bucket is left out, however unusual its
    /// price. A side without a price in the bucket is null.
    /// </summary>
    /// <param name="rows">Ascending.</param>
    /// <param name="openFrom">The start of the open bucket, whose content is also returned separately; null when it is empty.</param>
    public static (IReadOnlyList<HistoryPoint> Points, OpenBucket? Open) Sample(
        IReadOnlyList<HistoryRow> rows, ChartPeriod period, long openFrom)
    {
        var points = new List<HistoryPoint>();
        OpenBucket? open = null;
        for (var next = 0; next < rows.Count;)
        {
            var bucket = period.BucketOf(rows[next].Time);
            var (high, low) = (new PriceMean(), new PriceMean());
            for (; next < rows.Count && period.BucketOf(rows[next].Time) == bucket; next++)
            {
                Add(rows[next], ref high, ref low);
            }

            points.Add(new(bucket, high.Price, low.Price, high.Volume, low.Volume));
            if (bucket >= openFrom)
            {
                open = OpenBucket.Of(bucket, high, low);
            }
        }

        return (points, open);
    }

    public static void Add(HistoryRow row, ref PriceMean high, ref PriceMean low)
    {
        if (row.IsTick)
        {
            high.AddTick(row.High);
            low.AddTick(row.Low);
        }
        else
        {
            high.AddWindow(row.High, row.HighVolume);
            low.AddWindow(row.Low, row.LowVolume);
        }
    }
}
