namespace PriceStream.Web.Streaming;

/// <summary>What a round did, added up before the metrics hear of it.</summary>
internal struct StreamCounts
{
    public long Delivered;
    public long Replayed;
    public long Conflated;
    public long Resyncs;
    public long Cut;
    public long Bytes;
}
