using System.ComponentModel;

namespace PriceStream.Web.History;

/// <summary>The history of one item over one period, as it was at one moment.</summary>
/// <param name="Period">The period, with the width that its buckets have here.</param>
/// <param name="Points">Ascending.</param>
/// <param name="Open">The content of the open bucket, which is the last point; null when it is empty or nothing is sampled.</param>
/// <param name="ComputedAt">The Unix millisecond before which everything stored is in it.</param>
/// <param name="Until">The Unix second at which it is out of date even without new data.</param>
/// <param name="LastEventId">The event id that the numbers stand for at least: an event after it is either new or already included.</param>
[ImmutableObject(true)] // lets the cache return this very object, with its computed values, instead of copies
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
