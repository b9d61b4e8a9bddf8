namespace PriceStream.Web.Prices;

/// <summary>When polls are due: at whole multiples of the interval within a minute, or of the minutes since 1970.</summary>
public static class PollCadence
{
    /// <summary>The first due second after <paramref name="now"/>.</summary>
    public static DateTimeOffset Next(DateTimeOffset now, int pollSeconds)
    {
        var second = now.ToUnixTimeSeconds();
        var minute = second - second % 60;
        if (pollSeconds >= 60)
        {
            return DateTimeOffset.FromUnixTimeSeconds(second + pollSeconds - second % pollSeconds);
        }

        // The scheduler counts from each full minute, and polls at the minute itself only where the interval divides 60.
        var next = second + pollSeconds - (second - minute) % pollSeconds;
        return DateTimeOffset.FromUnixTimeSeconds(next <= minute + 60 ? next : minute + 60 + pollSeconds);
    }

    /// <summary>Whether a poll is due in this second.</summary>
    public static bool IsDueIn(DateTimeOffset now, int pollSeconds) =>
        Next(now.AddSeconds(-1), pollSeconds).ToUnixTimeSeconds() == now.ToUnixTimeSeconds();

    /// <summary>Whether a poll is due in this minute, for intervals of whole minutes.</summary>
    public static bool IsDueInMinuteOf(DateTimeOffset now, int pollSeconds) => now.ToUnixTimeSeconds() / 60 % (pollSeconds / 60) == 0;
}
