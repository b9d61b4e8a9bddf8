namespace PriceStream.Web.History;

/// <summary>How long the rows of each resolution are kept. A test compares this with what the chart periods read.</summary>
public static class Retention
{
    private static readonly Dictionary<Resolution, TimeSpan?> Kept = new()
    {
        // Two hours more than a day, so that a day's chart is complete even if the upstream returns no windows for two hours.
        [Resolution.Ticks] = TimeSpan.FromHours(26),
        [Resolution.FiveMinutes] = TimeSpan.FromDays(8),
        [Resolution.Hours] = TimeSpan.FromDays(32),
        [Resolution.SixHours] = TimeSpan.FromDays(93),
        [Resolution.Days] = null, // forever
    };

    private static readonly TimeSpan FetchedWindows = TimeSpan.FromDays(32);

    // Longer than the longest backfill, so that no day is fetched twice.
    private static readonly TimeSpan FetchedDays = TimeSpan.FromDays(400);

    /// <summary>The age at which a row is deleted; null for never.</summary>
    public static TimeSpan? Of(Resolution resolution) => Kept[resolution];

    /// <summary>The age at which it is forgotten that a window has been fetched.</summary>
    public static TimeSpan OfFetched(Resolution resolution) => resolution == Resolution.Days ? FetchedDays : FetchedWindows;
}
