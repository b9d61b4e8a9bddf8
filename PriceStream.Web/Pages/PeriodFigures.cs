using PriceStream.Web.History;

namespace PriceStream.Web.Pages;

/// <summary>A period's key figures; null where there is no data.</summary>
/// <param name="High">The highest price of a bucket on the instant-buy side, gp.</param>
/// <param name="Low">The lowest price of a bucket on the instant-sell side, gp.</param>
/// <param name="Mean">The mean of what was paid on both sides, weighted by volume where volumes are known, gp.</param>
/// <param name="First">The first price of the side that <paramref name="Change"/> compares.</param>
/// <param name="Change">From the first to the last instant-buy price (instant-sell, where nobody bought), gp.</param>
/// <param name="Volume">Pieces traded on both sides.</param>
public sealed record PeriodFigures(long? High, long? Low, long? Mean, long? First, long? Change, long? Volume)
{
    public double? ChangePercent => First is > 0 and { } first && Change is { } change ? 100.0 * change / first : null;

    public static PeriodFigures Of(IReadOnlyList<HistoryPoint> points)
    {
        var side = points.Any(point => point.High is not null) ? points.Select(point => point.High) : points.Select(point => point.Low);
        var prices = side.OfType<long>().ToList();
        long? volume = points.Any(point => point.HighVolume is not null || point.LowVolume is not null)
            ? points.Sum(point => (point.HighVolume ?? 0) + (point.LowVolume ?? 0)) : null;
        return new(
            points.Max(point => point.High), points.Min(point => point.Low), MeanOf(points, weighted: volume > 0),
            prices.Count == 0 ? null : prices[0], prices.Count < 2 ? null : prices[^1] - prices[0], volume);
    }

    private static long? MeanOf(IReadOnlyList<HistoryPoint> points, bool weighted)
    {
        var (gp, pieces) = (Int128.Zero, Int128.Zero);
        foreach (var (_, high, low, highVolume, lowVolume) in points)
        {
            Add(high, highVolume);
            Add(low, lowVolume);
        }

        return pieces == 0 ? null : (long)((2 * gp + pieces) / (2 * pieces));

        void Add(long? price, long? volume)
        {
            if (price is { } paid)
            {
                var weight = weighted ? volume ?? 0 : 1;
                gp += (Int128)paid * weight;
                pieces += weight;
            }
        }
    }
}
