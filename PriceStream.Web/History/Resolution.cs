namespace PriceStream.Web.History;

/// <summary>What is stored of the past: the windows of one width, or the ticks. Narrow ones are pruned, days stay for ever.</summary>
/// <param name="Name">As the source calls the width in its URLs; "ticks" for those.</param>
/// <param name="Seconds">The width of a window; 0 for ticks.</param>
/// <param name="Kept">How long its rows are kept; null for ever. A test keeps this from being less than a period needs that reads it.</param>
public sealed record Resolution(string Name, int Seconds, TimeSpan? Kept)
{
    /// <summary>A day and a bit, so that the end of a day's chart is there although the source should give no windows for so long.</summary>
    public static readonly Resolution Ticks = new("ticks", 0, TimeSpan.FromHours(26));

    public static readonly Resolution FiveMinutes = new("5m", 300, TimeSpan.FromDays(8));
    public static readonly Resolution Hours = new("1h", 3600, TimeSpan.FromDays(32));
    public static readonly Resolution SixHours = new("6h", 21_600, TimeSpan.FromDays(93));
    public static readonly Resolution Days = new("24h", 86_400, null);

    /// <summary>From narrow to wide.</summary>
    public static readonly IReadOnlyList<Resolution> All = [Ticks, FiveMinutes, Hours, SixHours, Days];

    /// <summary>Those that the source averages.</summary>
    public static readonly IReadOnlyList<Resolution> Windows = [FiveMinutes, Hours, SixHours, Days];

    /// <summary>The next wider series; null for days.</summary>
    public Resolution? Wider => All.SkipWhile(resolution => resolution != this).ElementAtOrDefault(1);

    /// <summary>The start of the window that holds a Unix second.</summary>
    public long WindowOf(long time) => time - time % Seconds;
}
