namespace PriceStream.Web.Upstream;

/// <summary>
/// Limits the requests to the price API to one a second, all kinds together. Polls and the catalogue are counted but
/// never delayed. Other requests that find no room wait for a later second.
/// </summary>
public sealed class UpstreamBudget(UpstreamOptions options, TimeProvider clock)
{
    private const string Polls = "latest";

    private static readonly TimeSpan Each = TimeSpan.FromSeconds(1);

    // A request leaves a little after the scheduler's second, and not always by the same time.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(0.5);

    // Many retries at once must not stop everything else for long.
    private static readonly TimeSpan LongestDebt = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private readonly long start = clock.GetTimestamp();
    private TimeSpan next;

    /// <summary>False for the demo market, which is in this process and needs no limit.</summary>
    public bool IsLimited { get; } = options.Mode != UpstreamMode.Demo;

    /// <summary>Whether polls count. At one a second they would leave nothing for the others, so they do not.</summary>
    public bool HasPolls => IsLimited && options.PollSeconds > 1;

    /// <summary>Whether a request may be sent now.</summary>
    public bool HasRoom
    {
        get
        {
            lock (gate)
            {
                return !IsLimited || clock.GetElapsedTime(start) >= next - Tolerance;
            }
        }
    }

    /// <summary>Counts a request that is being sent.</summary>
    /// <param name="route">Such as latest, mapping or 24h.</param>
    public void Spend(string route)
    {
        if (route == Polls && !HasPolls)
        {
            return;
        }

        lock (gate)
        {
            var now = clock.GetElapsedTime(start);
            var after = (next > now ? next : now) + Each;
            next = after < now + LongestDebt ? after : now + LongestDebt;
        }
    }
}
