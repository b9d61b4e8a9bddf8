using System.Globalization;

namespace PriceStream.Web.Data.Postgres;

/// <summary>A table with one partition for each span of time.</summary>
/// <param name="Width">Of its windows, in seconds; 0 for ticks.</param>
/// <param name="Span">The seconds that a partition takes. Each starts at a multiple of it.</param>
/// <param name="Spans">
/// How many spans, up to the newest, have partitions of their own. The few older rows, such as an item's last trade of years ago, share
/// one. Otherwise each would need its own.
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

    /// <summary>The partitions that rows of these times need beside those that are present. None of them overlap.</summary>
    /// <param name="latest">A later time counts as this one when the newest is determined.</param>
    public IReadOnlyList<Partition> MissingIn(IReadOnlyList<Partition> present, IReadOnlyCollection<long> times, long latest)
    {
        var last = present.Count == 0 ? long.MinValue : present.Max(partition => partition.To - 1);
        var oldest = StartOf(Math.Min(Math.Max(times.Max(), last), latest)) - (Spans - 1) * Span;
        var missing = new List<Partition>();
        foreach (var time in times.Where(time => !present.Any(partition => partition.Covers(time))).Order())
        {
            if (!missing.Any(partition => partition.Covers(time)))
            {
                missing.Add(Around(time, [.. present, .. missing], oldest));
            }
        }

        return missing;
    }

    private Partition Around(long time, List<Partition> others, long oldest)
    {
        var after = others.Where(other => other.To <= time).Select(other => other.To).DefaultIfEmpty(long.MinValue).Max();
        var before = others.Where(other => other.From > time).Select(other => other.From).DefaultIfEmpty(long.MaxValue).Min();
        var (from, to) = time < oldest
            ? (after, Math.Min(before, oldest))
            : (Math.Max(after, StartOf(time)), Math.Min(before, StartOf(time) + Span));
        return new(from == long.MinValue ? $"{Name}_before_{Date(to)}" : $"{Name}_{Date(from)}", from, to);
    }

    private long StartOf(long time) => time - ((time % Span) + Span) % Span;

    private static string Date(long time) =>
        DateTimeOffset.FromUnixTimeSeconds(time).UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
}
