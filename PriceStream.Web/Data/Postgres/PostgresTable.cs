namespace PriceStream.Web.Data.Postgres;

/// <summary>A table with one partition for each span of time, and one more for what no other takes.</summary>
/// <param name="Width">Of its windows, in seconds; 0 for ticks.</param>
/// <param name="Span">The seconds that a partition takes. Each starts at a multiple of it.</param>
/// <param name="Spans">
/// How many spans, up to the newest, have partitions of their own. The few older rows, such as an item's last trade of years ago, would
/// otherwise get a partition each.
/// </param>
internal sealed record PostgresTable(string Name, int Width, long Span, int Spans)
{
    private const long Day = 86_400;

    // Pruning drops whole partitions: rows are kept for up to one span longer than they need to be.
    public static readonly IReadOnlyList<PostgresTable> All =
    [
        new("ticks", 0, Day, 3),
        new("windows_5m", 300, 2 * Day, 6),
        new("windows_1h", 3600, 30 * Day, 3),
        new("windows_6h", 21_600, 60 * Day, 4),
        new("windows_1d", (int)Day, 365 * Day, 20),
    ];

    public static PostgresTable Of(int width) => All.FirstOrDefault(table => table.Width == width)
        ?? throw new ArgumentOutOfRangeException(nameof(width), width, "windows are 300, 3600, 21600 or 86400 seconds wide");

    /// <summary>The partition without a range.</summary>
    public string Rest => Name + "_rest";

    public long StartOf(long time) => time - ((time % Span) + Span) % Span;

    public string PartitionOf(long start) =>
        $"{Name}_{DateTimeOffset.FromUnixTimeSeconds(start).UtcDateTime.ToString("yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture)}";
}
