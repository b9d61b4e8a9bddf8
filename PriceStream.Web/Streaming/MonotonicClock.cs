namespace PriceStream.Web.Streaming;

/// <summary>
/// Time for heartbeats, lifetimes and stalls. The time of day does not fit: a clock set back would stop all heartbeats, and one set forward
/// would end all streams at once.
/// </summary>
internal static class MonotonicClock
{
    /// <summary>Time since an arbitrary moment that stays the same while the process runs.</summary>
    public static TimeSpan Elapsed(this TimeProvider clock) => clock.GetElapsedTime(0);
}
