namespace PriceStream.Web.Streaming;

/// <summary>What other threads tell a <see cref="StreamLoop"/> about a subscription.</summary>
internal enum StreamSignal
{
    Added,
    Flushed,
    Gone,
}
