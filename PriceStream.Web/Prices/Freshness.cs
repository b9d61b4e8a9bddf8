namespace PriceStream.Web.Prices;

/// <summary>
/// The age of the newest price, by the time of its trade. On the real market something trades every few seconds, so an old newest
/// price means that polls fail or that the upstream has stopped updating.
/// </summary>
public sealed class Freshness(UpstreamMonitor monitor, LivePrices live, TimeProvider clock)
{
    // The upstream reports a trade up to two minutes late, and one or two polls may fail.
    private static readonly TimeSpan Lateness = TimeSpan.FromMinutes(2);

    /// <summary>Older than this is stale: three poll intervals and two minutes.</summary>
    public TimeSpan StaleAfter => TimeSpan.FromSeconds(3 * monitor.PollSeconds) + Lateness;

    public FreshnessJson Read()
    {
        var (now, status, newest) = (clock.GetUtcNow(), monitor.Status, live.NewestTrade);
        var age = newest is { } trade ? Max(now - trade, TimeSpan.Zero) : (TimeSpan?)null;
        var state = age is null ? "waiting"
            : age > StaleAfter || now - status.LastSuccess > StaleAfter ? "stale" // whatever the trade time, which may be in the future
            : status.FailingSince is not null ? "failing"
            : "fresh";
        return new(
            state, newest?.UtcDateTime, (long?)age?.TotalSeconds, (int)StaleAfter.TotalSeconds,
            Whole(status.LastSuccess), monitor.PollSeconds, Whole(status.FailingSince), status.Reason);
    }

    private static DateTime? Whole(DateTimeOffset? time) =>
        time is { } exact ? DateTimeOffset.FromUnixTimeSeconds(exact.ToUnixTimeSeconds()).UtcDateTime : null;

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
