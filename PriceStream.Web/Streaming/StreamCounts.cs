namespace PriceStream.Web.Streaming;

/// <summary>Sums up one round of a loop before it updates the metrics, which all loops share.</summary>
internal struct StreamCounts
{
    public long Delivered;
    public long Replayed;
    public long Conflated;
    public long Resyncs;
    public long Cut;
    public long Bytes;
}
