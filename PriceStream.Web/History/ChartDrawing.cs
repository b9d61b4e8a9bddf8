using System.Globalization;
using System.Text;

namespace PriceStream.Web.History;

/// <summary>
/// The chart as SVG paths in a box of <see cref="Width"/> by <see cref="Height"/>. Visitors see it until the script
/// draws its own chart, and without script always. Cards have the same chart.
/// </summary>
public sealed class ChartDrawing
{
    public const int Width = 1000;
    public const int Height = 300;

    /// <summary>How much of the height the prices have; the volumes are below.</summary>
    public const float PriceShare = (float)PriceFloor / Height;

    private const int PriceFloor = 236; // prices are drawn above, volumes below
    private const int VolumeCeiling = 248;

    private readonly IReadOnlyList<HistoryPoint> points;
    private readonly long gap;

    /// <param name="points">Ascending.</param>
    /// <param name="length">How many seconds the axis is long; null for an axis that starts at the first point.</param>
    /// <param name="end">The Unix second at which the axis ends.</param>
    /// <param name="gap">Points that are further apart, in seconds, are not joined.</param>
    public ChartDrawing(IReadOnlyList<HistoryPoint> points, long? length, long end, long gap)
    {
        (this.points, this.gap) = (points, gap);
        var firstTime = points.Count == 0 ? end : points[0].Time;
        (From, To) = (end - length ?? firstTime, end);
        var prices = points.SelectMany(point => new[] { point.High, point.Low }).OfType<long>().ToList();
        (Min, Max) = prices.Count == 0 ? (0, 0) : (prices.Min(), prices.Max());
    }

    public long From { get; }
    public long To { get; }
    public long Min { get; }
    public long Max { get; }

    /// <summary>Returns the line of a side's prices. A gap breaks the line, and an isolated point is a dot.</summary>
    public string Line(Func<HistoryPoint, long?> side)
    {
        var path = new StringBuilder();
        long? before = null;
        foreach (var point in points)
        {
            if (side(point) is not { } price)
            {
                continue;
            }

            // h0 draws a line of length 0, whose round ends make an isolated point visible.
            var isJoined = point.Time - before <= gap;
            path.Append(CultureInfo.InvariantCulture, $"{(isJoined ? 'L' : 'M')}{X(point.Time)},{Y(price)}").Append(isJoined ? "" : "h0");
            before = point.Time;
        }

        return path.ToString();
    }

    /// <summary>Returns the points of a side that no line joins to another.</summary>
    public string Dots(Func<HistoryPoint, long?> side)
    {
        var known = points.Where(point => side(point) is not null).ToList();
        var path = new StringBuilder();
        for (var index = 0; index < known.Count; index++)
        {
            var (time, price) = (known[index].Time, side(known[index])!.Value);
            var isJoined = (index > 0 && time - known[index - 1].Time <= gap)
                || (index < known.Count - 1 && known[index + 1].Time - time <= gap);
            path.Append(isJoined ? "" : string.Create(CultureInfo.InvariantCulture, $"M{X(time)},{Y(price)}h0"));
        }

        return path.ToString();
    }

    /// <summary>Returns a bar for each bucket's volume, both sides together.</summary>
    public string Bars()
    {
        var highest = Math.Max(points.Count == 0 ? 0 : points.Max(VolumeOf), 1);
        var path = new StringBuilder();
        foreach (var point in points.Where(point => VolumeOf(point) > 0))
        {
            var height = Math.Max(1, Scaled(VolumeOf(point), highest, Height - VolumeCeiling));
            path.Append(CultureInfo.InvariantCulture, $"M{X(point.Time)},{Height}v-{height}");
        }

        return path.ToString();
    }

    private static double VolumeOf(HistoryPoint point) => (double)(point.HighVolume ?? 0) + (point.LowVolume ?? 0);

    private static int Scaled(double value, double of, int to) => (int)Math.Round(value / of * to);

    private int Y(long price) => PriceFloor - Scaled(price - Min, Math.Max(Max - Min, 1), PriceFloor - 4);

    private int X(long time) => Scaled(time - From, Math.Max(To - From, 1), Width);
}
