using PriceStream.Web.Upstream;

namespace PriceStream.Web.History.Import;

/// <summary>
/// A wait after several days in a row could not be fetched. Only days wait for it, because the newest prices do not depend on them. After
/// a single failure the next day is fetched at once.
/// </summary>
internal sealed class DayPause
{
    private int failures;
    private DateTimeOffset until;

    public bool IsActive(DateTimeOffset now) => BackOff.IsActive(now, until, FetchRetry.Longest);

    public void Failed(DateTimeOffset now, TimeSpan? retryAfter)
    {
        failures++;
        var wait = failures > 1 ? FetchRetry.After(failures - 1) : TimeSpan.Zero;
        until = now + TimeSpan.FromTicks(Math.Clamp(retryAfter?.Ticks ?? 0, wait.Ticks, FetchRetry.Longest.Ticks));
    }

    public void End() => (failures, until) = (0, default);
}
