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

    /// <summary>How long the list of fetched windows is kept.</summary>
    public static TimeSpan FetchedWindows { get; } = TimeSpan.FromDays(32);

    /// <summary>The age at which a row is deleted; null for never.</summary>
    public static TimeSpan? Of(Resolution resolution) => Kept[resolution];
}
