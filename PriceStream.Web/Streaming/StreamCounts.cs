namespace PriceStream.Web.Streaming;

/// <summary>What a loop did in one round, summed up before it goes to the metrics: those are shared with the other loops.</summary>
internal struct StreamCounts
{
    public long Delivered;
    public long Replayed;
    public long Conflated;
    public long Resyncs;
    public long Cut;
    public long Bytes;
}
