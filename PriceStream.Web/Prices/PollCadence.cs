namespace PriceStream.Web.Prices;

/// <summary>When polls fall due: at whole multiples of the interval within a minute, or of the minutes since 1970.</summary>
public static class PollCadence
{
    /// <summary>The first due second after <paramref name="now"/>.</summary>
    public static DateTimeOffset Next(DateTimeOffset now, int pollSeconds)
    {
        var second = now.ToUnixTimeSeconds();
        var minute = second - second % 60;
        var next = pollSeconds < 60
            ? Math.Min(second + pollSeconds - (second - minute) % pollSeconds, minute + 60)
            : second + pollSeconds - second % pollSeconds;
        return DateTimeOffset.FromUnixTimeSeconds(next);
    }

    /// <summary>Whether a poll is due in this minute, for intervals of whole minutes.</summary>
    public static bool IsDueInMinuteOf(DateTimeOffset now, int pollSeconds) => now.ToUnixTimeSeconds() / 60 % (pollSeconds / 60) == 0;
}
