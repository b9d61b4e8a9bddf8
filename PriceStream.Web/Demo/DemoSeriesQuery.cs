using System.Collections.Specialized;

namespace PriceStream.Web.Demo;

/// <summary>How far back a request for <c>/timeseries</c> goes, and in windows of which width.</summary>
/// <param name="Seconds">The width of a window.</param>
/// <param name="Count">How many windows at most.</param>
internal sealed record DemoSeriesQuery(int Seconds, int Count)
{
    // As many points as version 1 of the real API returns.
    private const int Longest = 365;

    private const int Day = 86_400;

    /// <summary>Reads the parameters of version 1 or 2; null, with what is wrong, where they are invalid.</summary>
    public static (DemoSeriesQuery? Query, string Error) Of(int version, NameValueCollection query) =>
        version == 1
            ? (ByTimestep(query["timestep"]), "timestep must be 5m, 1h, 6h or 24h")
            : (query["timestep"] is null ? ByLookback(query["lookback"]) : null, "lookback must be a valid value");

    private static DemoSeriesQuery? ByTimestep(string? timestep) => timestep switch
    {
        "5m" => new(300, Longest),
        "1h" => new(3600, Longest),
        "6h" => new(Day / 4, Longest),
        "24h" => new(Day, Longest),
        _ => null,
    };

    private static DemoSeriesQuery? ByLookback(string? lookback) => lookback switch
    {
        "6h" => new(300, 72),
        "24h" => new(300, 288),
        "7d" => new(3600, 7 * 24),
        "30d" => new(Day / 4, 30 * 4),
        "6m" => new(Day, 182),
        "1y" => new(Day, Longest),
        _ => null,
    };
}
