namespace PriceStream.Web.Streaming;

/// <summary>Why a stream ends.</summary>
internal enum StreamEnd
{
    /// <summary>The client has gone, or has been sent its goodbye: nothing more is written.</summary>
    Gone,

    /// <summary>The stream has reached its longest life.</summary>
    Timeout,

    /// <summary>The process stops.</summary>
    Shutdown,

    /// <summary>The administrator disconnects everyone, for a while or so that they move to another instance.</summary>
    Drain,
}
