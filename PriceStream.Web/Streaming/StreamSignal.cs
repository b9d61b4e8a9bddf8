namespace PriceStream.Web.Streaming;

/// <summary>A report by another thread to a <see cref="StreamLoop"/> about a subscription.</summary>
internal enum StreamSignal
{
    Added,

    /// <summary>The client has read the last write, so more can be written.</summary>
    Flushed,

    /// <summary>The client has closed the connection.</summary>
    Gone,
}
