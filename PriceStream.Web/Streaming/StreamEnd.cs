namespace PriceStream.Web.Streaming;

/// <summary>Why a stream ends.</summary>
internal enum StreamEnd
{
    /// <summary>The client has gone, or has been sent its goodbye: nothing more is written.</summary>
    Gone,

    /// <summary>The stream has reached its maximum age.</summary>
    Timeout,

    /// <summary>The process stops.</summary>
    Shutdown,

    /// <summary>The administrator drains this instance.</summary>
    Drain,
}
