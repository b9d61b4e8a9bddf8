namespace PriceStream.Web.Prices;

/// <summary>The stream's event after every poll: the upstream's status. Times are Unix seconds.</summary>
/// <param name="Ts">The server's time now.</param>
/// <param name="PolledAt">When a poll last succeeded; null before the first one.</param>
/// <param name="PollSeconds">The poll interval.</param>
/// <param name="FailingSince">Since when polls have failed; null while they succeed.</param>
/// <param name="Reason">
/// Why polls fail or, while they succeed, why their prices are not stored. Human-readable; null while all is well.
/// </param>
/// <param name="NextTry">When the next poll is due.</param>
public sealed record FeedJson(long Ts, long? PolledAt, int PollSeconds, long? FailingSince, string? Reason, long NextTry);
