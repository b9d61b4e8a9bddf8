namespace PriceStream.Web.Upstream;

/// <summary>
/// Limits of the upstream's numbers. Each check returns the kind of error and what is wrong, to follow the name of the row, as in
/// "has no timestamp"; null when nothing is.
/// </summary>
internal static class UpstreamChecks
{
    /// <summary>The highest price that is plausible, and the most pieces. Prices of over 2^31 gp are real.</summary>
    private const long Most = 1_000_000_000_000;

    /// <summary>Old School RuneScape opened in February 2013. No trade is older than that year.</summary>
    private const long FirstTrade = 1_356_998_400;

    /// <summary>How many seconds ahead of both clocks a trade may be.</summary>
    private const long Tolerance = 300;

    /// <summary>Checks one side of a row of <c>/latest</c>.</summary>
    /// <param name="now">The later of the upstream's clock and our own.</param>
    public static (string Kind, string Reason)? CheckTrade(UpstreamNumber price, UpstreamNumber time, DateTimeOffset now, string side)
    {
        if (price.IsOdd)
        {
            return (UpstreamRefusalKinds.Price, $"has a wrong {side}");
        }

        if (time.IsOdd)
        {
            return (UpstreamRefusalKinds.Time, $"has a wrong {side}Time");
        }

        return (price.Rounded, time.Rounded) switch
        {
            (null, null) => null,
            (null, _) or (_, null) => (UpstreamRefusalKinds.Incomplete, $"has a {side} price or time without the other"),
            (< 1 or > Most, _) => (UpstreamRefusalKinds.Price, $"has a {side} price that cannot be"),
            var (_, at) when at < FirstTrade || at > Latest(now) => (UpstreamRefusalKinds.Time, $"has a {side} time that cannot be"),
            _ => null,
        };
    }

    /// <summary>Checks one side of a window. <see cref="CheckStart"/> checks the time.</summary>
    /// <param name="volume">Null counts as 0.</param>
    public static (string Kind, string Reason)? CheckVolume(UpstreamNumber price, UpstreamNumber volume, string side)
    {
        if (price.IsOdd)
        {
            return (UpstreamRefusalKinds.Price, $"has a wrong {side} price");
        }

        if (volume.IsOdd)
        {
            return (UpstreamRefusalKinds.Volume, $"has a wrong {side} volume");
        }

        return (price.Rounded, volume.Rounded ?? 0) switch
        {
            (_, < 0) => (UpstreamRefusalKinds.Volume, $"has a negative {side} volume"),
            (_, > Most) => (UpstreamRefusalKinds.Volume, $"has a {side} volume that cannot be"),
            (null, > 0) or (not null, 0) => (UpstreamRefusalKinds.Incomplete, $"has a {side} price or volume without the other"),
            (< 1 or > Most, _) => (UpstreamRefusalKinds.Price, $"has a {side} price that cannot be"),
            _ => null,
        };
    }

    /// <summary>Checks that a window of so many seconds can start at this Unix second, and has closed.</summary>
    /// <param name="now">The later of the upstream's clock and our own.</param>
    public static string? CheckStart(long start, int seconds, DateTimeOffset now)
    {
        if (start % seconds != 0)
        {
            return $"starts at no multiple of {seconds} s";
        }

        if (start < FirstTrade - seconds)
        {
            return "is older than the game";
        }

        return start > Latest(now) - seconds ? "lies in the future" : null;
    }

    // Plain seconds: a Date header of the year 9999 must not overflow.
    private static long Latest(DateTimeOffset now) => now.ToUnixTimeSeconds() + Tolerance;
}
