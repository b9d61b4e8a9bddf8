namespace PriceStream.Web.History.Import;

/// <summary>The newest window of one width that the upstream has sent, and when to ask for the next.</summary>
internal sealed class NewestWindow
{
    /// <summary>The longest wait between two requests for it.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(15);

    private TimeSpan retry;
    private bool hasArrived;

    public long Time { get; set; }
    public DateTimeOffset AskAt { get; private set; }

    /// <summary>The upstream has answered, but not yet with a new window.</summary>
    public bool IsOverdue { get; private set; }

    public void Schedule(DateTimeOffset now, bool isNew)
    {
        retry = isNew ? FirstRetry : TimeSpan.FromTicks(Math.Min(2 * Math.Max(retry.Ticks, FirstRetry.Ticks / 2), Longest.Ticks));
        AskAt = now + retry;
        hasArrived |= isNew;
        IsOverdue = !hasArrived;
    }

    public void Forget()
    {
        Time = 0;
        AskAt = default;
        hasArrived = IsOverdue = false;
    }
}
