using PriceStream.Web.Data;

namespace PriceStream.Web.History.Recent;

/// <summary>One item's hours of the last week: its changes, its sparkline, and what stands in for missing five-minute windows.</summary>
internal sealed class RecentHours(long now, RecentSpan hour, RecentSpan day)
{
    /// <summary>How far back hours are read.</summary>
    public static readonly TimeSpan Reach = TimeSpan.FromHours(7 * 24 + LongestGap7d + 1);

    private const int LongestGap24h = 6;
    private const int LongestGap7d = 12;
    private const int SparkPoints = 28;
    private const int FewestSparkPoints = 4;

    private readonly Dictionary<long, TradeSum> hours = [];
    private readonly TradeSum[] spark = new TradeSum[SparkPoints];
    private readonly long sparkStart = Resolution.SixHours.WindowOf(now) - SparkPoints * Resolution.SixHours.Seconds;
    private TradeSum standInHour;
    private TradeSum standInDay;

    /// <summary>The parts of hours that stand in for missing windows of the last hour.</summary>
    public TradeSum StandInHour => standInHour;

    /// <summary>The same for the last day.</summary>
    public TradeSum StandInDay => standInDay;

    public long? Change24h => Change(86_400, LongestGap24h);

    public long? Change7d => Change(7 * 86_400, LongestGap7d);

    public IReadOnlyList<long?>? Spark
    {
        get
        {
            var points = Array.ConvertAll(spark, sum => sum.Price);
            return points.Count(point => point is not null) < FewestSparkPoints ? null : points;
        }
    }

    /// <summary>Adds an hour.</summary>
    public void Add(in HistoryRow row)
    {
        var sum = new TradeSum();
        sum.Add(row);
        if (sum.Price is not null && row.End <= now)
        {
            hours[row.Time] = sum;
        }

        var point = (row.Time - sparkStart) / Resolution.SixHours.Seconds;
        if (row.Time >= sparkStart && point < SparkPoints)
        {
            spark[point].Add(row);
        }

        standInHour.Add(row, hour.TwelfthsOf(row.Time));
        standInDay.Add(row, day.TwelfthsOf(row.Time));
    }

    /// <summary>Forgets the item, to begin the next.</summary>
    public void Clear()
    {
        hours.Clear();
        Array.Clear(spark);
        (standInHour, standInDay) = (default, default);
    }

    private long? Change(long seconds, int longestGap) =>
        At(now, longestGap) is { } newest && At(now - seconds, longestGap) is { } before ? newest.ChangeSince(before) : null;

    // The newest complete hour at that time, or the nearest hour with a trade before it.
    private TradeSum? At(long time, int longestGap)
    {
        var newest = Resolution.Hours.WindowOf(time) - Resolution.Hours.Seconds;
        for (var gap = 0; gap <= longestGap; gap++)
        {
            if (hours.TryGetValue(newest - gap * Resolution.Hours.Seconds, out var sum))
            {
                return sum;
            }
        }

        return null;
    }
}
