using System.Collections.Concurrent;

namespace PriceStream.Web.Upstream;

/// <summary>
/// The pauses that the upstream has asked for with Retry-After, by route. One of <c>/latest</c>, the route of the polls, is for all
/// routes; one of another route is for that route alone, so that it does not stop the polls.
/// </summary>
public sealed class UpstreamPauses(TimeProvider clock)
{
    /// <summary>A longer Retry-After than this is cut.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private const string Polls = "latest";

    private readonly ConcurrentDictionary<string, (DateTimeOffset Until, TimeSpan Length, string Reason)> pauses = new();

    /// <param name="reason">What the upstream answered.</param>
    public void Begin(string route, string reason, TimeSpan length)
    {
        var cut = length < Longest ? length : Longest;
        pauses[route] = (clock.GetUtcNow() + cut, cut, reason);
    }

    public void End(string route) => pauses.TryRemove(route, out _);

    /// <summary>Does nothing for the polls, which keep their pause themselves: somebody may poll at once.</summary>
    /// <exception cref="UpstreamException">The upstream wants no request for this route now.</exception>
    public void ThrowIfPaused(string route)
    {
        if (route != Polls)
        {
            Throw(route);
            Throw(Polls);
        }
    }

    private void Throw(string route)
    {
        var now = clock.GetUtcNow();
        if (pauses.TryGetValue(route, out var pause) && BackOff.IsActive(now, pause.Until, pause.Length))
        {
            throw new UpstreamException(pause.Reason, retryAfter: pause.Until - now);
        }
    }
}
