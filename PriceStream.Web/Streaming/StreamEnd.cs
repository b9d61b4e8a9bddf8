namespace PriceStream.Web.Streaming;

/// <summary>Why a stream ends.</summary>
internal enum StreamEnd
{
    /// <summary>The client went away; nobody is left to tell.</summary>
    Gone,

    /// <summary>Its life is over.</summary>
    Timeout,

    /// <summary>The process stops.</summary>
    Shutdown,

    /// <summary>The administrator sends everybody away, to another instance or for a while.</summary>
    Drain,
}
