namespace PriceStream.Web.Admin;

/// <summary>The time as the administrator's page shows it: now, the site's start, and how long ago things happened.</summary>
public sealed class AdminClock(TimeProvider clock)
{
    public DateTimeOffset StartedAt { get; } = clock.GetUtcNow();

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>How long ago, such as <c>3 min</c>; a time in the future is 0 ms ago.</summary>
    public string Ago(DateTimeOffset time) => AdminText.Span(Now - time > TimeSpan.Zero ? Now - time : TimeSpan.Zero);
}
