namespace PriceStream.Web.Upstream;

/// <summary>
/// Validates the rows of the upstream. Each check returns the error as a phrase that follows the name of the row, such as "has no
/// timestamp", or null.
/// </summary>
internal static class UpstreamChecks
{
    /// <summary>The most gp that one player can hold, and so the highest price.</summary>
    private const long MaxPrice = int.MaxValue;

    /// <summary>Old School RuneScape opened in February 2013. No trade is older than that year.</summary>
    private const long FirstTrade = 1_356_998_400;

    /// <summary>How far ahead of both clocks a trade may be.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    public static string? Check(UpstreamItem item) => item switch
    {
        { Id: < 1 } => "has an id below 1",
        { Name: var name } when string.IsNullOrWhiteSpace(name) || name.Length > 200 => "has no name, or one of over 200 characters",
        { Examine.Length: > 2000 } => "has an examine text of over 2,000 characters",
        { Icon.Length: > 200 } => "has an icon name of over 200 characters",
        { Limit: < 0 } or { Value: < 0 } or { HighAlch: < 0 } or { LowAlch: < 0 } => "has a negative number",
        _ => null,
    };

    /// <param name="now">The later of the upstream's clock and our own.</param>
    public static string? Check(UpstreamPrice price, DateTimeOffset now) =>
        CheckTrade(price.High, price.HighTime, now, "high") ?? CheckTrade(price.Low, price.LowTime, now, "low");

    /// <summary>Checks prices and volumes. <see cref="CheckStart"/> checks the time.</summary>
    public static string? Check(UpstreamWindow window) =>
        CheckVolume(window.AvgHighPrice, window.HighPriceVolume, "high") ?? CheckVolume(window.AvgLowPrice, window.LowPriceVolume, "low");

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

        return start > LatestTime(now) - seconds ? "lies in the future" : null;
    }

    private static string? CheckTrade(long? price, long? time, DateTimeOffset now, string side) => (price, time) switch
    {
        (null, null) => null,
        (null, _) or (_, null) => $"has a {side} price or time without the other",
        (< 1 or > MaxPrice, _) => $"has a {side} price that cannot be",
        _ when time < FirstTrade || time > LatestTime(now) => $"has a {side} time that cannot be",
        _ => null,
    };

    private static string? CheckVolume(long? price, long volume, string side) => (price, volume) switch
    {
        (_, < 0) => $"has a negative {side} volume",
        (null, > 0) or (not null, 0) => $"has a {side} price or volume without the other",
        (< 1 or > MaxPrice, _) => $"has a {side} price that cannot be",
        _ => null,
    };

    private static long LatestTime(DateTimeOffset now) => (now + Tolerance).ToUnixTimeSeconds();
}
