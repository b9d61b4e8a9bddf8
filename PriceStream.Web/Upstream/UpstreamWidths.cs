using System.Globalization;

namespace PriceStream.Web.Upstream;

/// <summary>The widths of the windows that the upstream averages, and how its two versions ask for a series of each.</summary>
internal static class UpstreamWidths
{
    private static readonly (int Seconds, string Timestep, string Lookback)[] All =
    [
        (300, "5m", "24h"),
        (3600, "1h", "7d"),
        (21_600, "6h", "30d"),
        (86_400, "24h", "1y"),
    ];

    /// <summary>The query of <c>/timeseries</c> for windows of that width. Version 2 is asked for how far back they go.</summary>
    /// <param name="version">1 or 2.</param>
    public static string Query(int version, int seconds)
    {
        var (_, timestep, lookback) = All.Single(width => width.Seconds == seconds);
        return version == 1 ? $"timestep={timestep}" : $"lookback={lookback}";
    }

    /// <summary>The width of a series in seconds.</summary>
    /// <param name="stated">What the answer says.</param>
    /// <param name="asked">What counts when it says nothing; null when it must.</param>
    public static int Stated(UpstreamNumber stated, int? asked)
    {
        if (stated is { Value: null, IsOdd: false })
        {
            return asked ?? throw new UpstreamException("sent a series that does not say how wide its windows are");
        }

        return All.Any(width => width.Seconds == stated.Value)
            ? (int)stated.Value!.Value
            : throw new UpstreamException(
                $"sent a series of windows of {stated.Value?.ToString("0.###", CultureInfo.InvariantCulture) ?? "unknown"} s, and only "
                + $"{string.Join(", ", All.Select(width => width.Seconds))} s can be stored");
    }
}
