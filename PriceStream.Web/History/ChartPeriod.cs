namespace PriceStream.Web.History;

/// <summary>A period that a chart can show. This is the only list of periods; the browser gets it from here.</summary>
/// <param name="Key">Its name in URLs: 24h.</param>
/// <param name="Name">Its name on the page.</param>
/// <param name="Length">How far back it goes, in seconds; null for everything that is stored.</param>
/// <param name="BucketSeconds">The width of a bucket, in seconds.</param>
/// <param name="Resolution">The widest resolution whose windows fit into a bucket.</param>
public sealed record ChartPeriod(string Key, string Name, long? Length, int BucketSeconds, Resolution Resolution)
{
    /// <summary>The maximum number of points in a chart. A period without a length widens its buckets to stay within it.</summary>
    public const int MaxBuckets = 400;

    private const int Day = 86_400;

    public static readonly IReadOnlyList<ChartPeriod> All =
    [
        new("1h", "1 hour", 3600, 60, Resolution.Ticks),
        new("24h", "24 hours", Day, 300, Resolution.FiveMinutes),
        new("7d", "7 days", 7 * Day, 1800, Resolution.FiveMinutes),
        new("30d", "30 days", 30 * Day, 7200, Resolution.Hours),
        new("90d", "90 days", 90 * Day, 21_600, Resolution.SixHours),
        new("1y", "1 year", 365 * Day, Day, Resolution.Days),
        new("all", "All", null, Day, Resolution.Days),
    ];

    public static ChartPeriod Default => All[1];

    public static ChartPeriod? Of(string key) => All.FirstOrDefault(period => period.Key == key);

    /// <summary>
    /// Points further apart than this many seconds have a gap between them. The older part of a period may have only wider windows, whose
    /// distance is their width, so nothing is missing between them.
    /// </summary>
    public long Gap => Math.Max(3L * BucketSeconds, (Resolution.Wider?.Seconds ?? 0) * 3L / 2);

    /// <summary>The start of the bucket that holds a Unix second.</summary>
    public long BucketOf(long time) => time - time % BucketSeconds;

    /// <summary>The start of the first bucket of the period that ends now. Its last bucket is the open one.</summary>
    public long From(long now) => Length is { } length ? BucketOf(now) - length + BucketSeconds : 0;

    /// <summary>This period, with buckets wide enough that everything from <paramref name="first"/> on fits into a chart.</summary>
    public ChartPeriod Fitting(long first, long now)
    {
        var days = Length is null ? (BucketOf(now) - BucketOf(first)) / Day + 1 : 0;
        return days <= MaxBuckets ? this : this with { BucketSeconds = (int)((days + MaxBuckets - 1) / MaxBuckets) * Day };
    }
}
