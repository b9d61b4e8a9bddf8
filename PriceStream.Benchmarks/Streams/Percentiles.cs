namespace PriceStream.Benchmarks.Streams;

/// <summary>Percentiles of sorted values.</summary>
internal static class Percentiles
{
    /// <param name="part">0.5 for the median. 0 when there are no values.</param>
    public static double At(this List<double> sorted, double part) =>
        sorted.Count == 0 ? 0 : sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * part))];
}
