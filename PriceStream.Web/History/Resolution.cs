namespace PriceStream.Web.History;

/// <summary>One kind of stored rows: the windows of one width, or the ticks. <see cref="Retention"/> limits their age.</summary>
/// <param name="Name">The width as the upstream's URLs name it; "ticks" for ticks.</param>
/// <param name="Seconds">The width of a window; 0 for ticks.</param>
public sealed record Resolution(string Name, int Seconds)
{
    public static readonly Resolution Ticks = new("ticks", 0);
    public static readonly Resolution FiveMinutes = new("5m", 300);
    public static readonly Resolution Hours = new("1h", 3600);
    public static readonly Resolution SixHours = new("6h", 21_600);
    public static readonly Resolution Days = new("24h", 86_400);

    /// <summary>From narrow to wide.</summary>
    public static readonly IReadOnlyList<Resolution> All = [Ticks, FiveMinutes, Hours, SixHours, Days];

    /// <summary>The resolutions that the upstream averages.</summary>
    public static readonly IReadOnlyList<Resolution> Windows = [FiveMinutes, Hours, SixHours, Days];

    /// <summary>The next wider resolution; null for days.</summary>
    public Resolution? Wider => All.SkipWhile(resolution => resolution != this).ElementAtOrDefault(1);

    /// <summary>The start of the window that contains a Unix second.</summary>
    public long WindowOf(long time) => time - time % Seconds;
}
