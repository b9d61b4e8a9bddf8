namespace PriceStream.Web.Streaming;

/// <summary>The result of a read by <see cref="ReplayReader"/>.</summary>
internal enum ReplayProgress
{
    /// <summary>It read everything new, if there was anything.</summary>
    Continued,

    /// <summary>The log has already dropped some of the messages that were published since the last read.</summary>
    Overtaken,

    /// <summary>Another log has replaced this one.</summary>
    NewEpoch,
}
