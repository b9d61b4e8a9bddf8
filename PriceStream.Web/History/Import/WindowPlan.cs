namespace PriceStream.Web.History.Import;

/// <summary>Which bulk windows are fetched one by one, and in which order.</summary>
internal static class WindowPlan
{
    // Until the five-minute windows have come, the hours of the last day stand in for them, so that volumes are known early.
    private static readonly TimeSpan FirstHours = TimeSpan.FromHours(24);

    /// <summary>
    /// How far back windows are fetched. The upstream has more, but asks clients not to loop over long periods. The change of a price over
    /// seven days may need an hour of up to 13 hours before.
    /// </summary>
    public static readonly (Resolution Resolution, TimeSpan Reach)[] Bulk =
        [(Resolution.FiveMinutes, TimeSpan.FromHours(24)), (Resolution.Hours, TimeSpan.FromHours(7 * 24 + 13))];

    /// <summary>
    /// The end of the newest whole day. A day is whole once the upstream has sent its last hour, whatever this server's clock says.
    /// </summary>
    /// <param name="newestHour">The start of the newest hour, in Unix seconds; 0 for none.</param>
    public static long EndOfDays(long newestHour) => Resolution.Days.WindowOf(newestHour + Resolution.Hours.Seconds);

    /// <summary>
    /// Sorts windows so that the first to fetch come last: the hours of the last day, five minutes, other hours, days. In each group the
    /// newest is the first to fetch.
    /// </summary>
    /// <param name="newestHour">The start of the newest hour, in Unix seconds.</param>
    public static IEnumerable<(Resolution Resolution, long Time)> LastFirst(
        IEnumerable<(Resolution Resolution, long Time)> windows, long newestHour) =>
        windows.OrderBy(window => Precedence(window, newestHour)).ThenBy(window => window.Time);

    private static int Precedence((Resolution Resolution, long Time) window, long newestHour)
    {
        if (window.Resolution == Resolution.Days)
        {
            return 0;
        }

        if (window.Resolution != Resolution.Hours)
        {
            return 2;
        }

        return window.Time >= newestHour - FirstHours.TotalSeconds ? 3 : 1;
    }
}
