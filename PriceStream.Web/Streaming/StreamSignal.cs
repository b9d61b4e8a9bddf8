namespace PriceStream.Web.Streaming;

/// <summary>What other threads report to a <see cref="StreamLoop"/> about a subscription.</summary>
internal enum StreamSignal
{
    Added,

    /// <summary>The client has taken what was written: more may be written.</summary>
    Flushed,

    /// <summary>The client has closed the connection.</summary>
    Gone,
}
