using System.ComponentModel;

namespace PriceStream.Web.History;

/// <summary>The history of one item over one period, as it was at one moment.</summary>
/// <param name="Period">The period, with the width that its buckets have here.</param>
/// <param name="Points">Ascending.</param>
/// <param name="Open">
/// What the bucket that is still open holds, which is the last point; null when nothing is in it, or nothing is sampled.
/// </param>
/// <param name="ComputedAt">The Unix millisecond before which everything stored is in it.</param>
/// <param name="Until">The Unix second at which it is out of date, though nothing should come in.</param>
/// <param name="LastEventId">The stream's id that the numbers stand for at least: what comes after it is new, or is known already.</param>
[ImmutableObject(true)] // so that the cache hands out this very object, with what it has worked out, instead of copies
public sealed record HistorySnapshot(
    int ItemId,
    ChartPeriod Period,
    bool Sampled,
    IReadOnlyList<HistoryPoint> Points,
    OpenBucket? Open,
    long ComputedAt,
    long Until,
    string LastEventId)
{
    private byte[]? gzippedJson;
    private string? etag;

    /// <summary>The points without the bucket that is still open.</summary>
    public IEnumerable<HistoryPoint> Complete => Open is null ? Points : Points.Take(Points.Count - 1);

    /// <summary>Names the content: the same points have the same tag, on any instance.</summary>
    public string ETag => etag ??= HistoryJson.ETagOf(this);

    /// <summary>The API's answer, compressed once for all who ask.</summary>
    public byte[] GzippedJson => gzippedJson ??= HistoryJson.Gzip(this);
}
