using System.ComponentModel;

namespace PriceStream.Web.History;

/// <summary>The history of one item over one period, as it was at one moment.</summary>
/// <param name="Period">The period, with the width that its buckets have here.</param>
/// <param name="Points">Ascending.</param>
/// <param name="Open">The content of the open bucket, which is the last point; null when it is empty or the history is not sampled.</param>
/// <param name="ComputedAt">The Unix millisecond at which it was computed: it includes everything stored before that.</param>
/// <param name="Until">The Unix second at which it becomes outdated even without new data.</param>
/// <param name="LastEventId">The newest event id when it was computed. A later event is either new or already included.</param>
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

    /// <summary>Identifies the content: the same points with the same margins have the same tag on every instance.</summary>
    /// <param name="marginAt">The same at every call.</param>
    public string ETagWith(MarginAt marginAt) => etag ??= HistoryJson.ETagOf(this, marginAt);

    /// <summary>The API's response, compressed once for all clients.</summary>
    /// <param name="marginAt">The same at every call.</param>
    public byte[] GzippedJsonWith(MarginAt marginAt) => gzippedJson ??= HistoryJson.Gzip(this, marginAt);
}
