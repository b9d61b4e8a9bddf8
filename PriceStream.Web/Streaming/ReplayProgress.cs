namespace PriceStream.Web.Streaming;

/// <summary>How a <see cref="ReplayReader"/> got on in the log.</summary>
internal enum ReplayProgress
{
    /// <summary>It read everything that is new, if there was anything.</summary>
    Continued,

    /// <summary>So much was published since the last read that the log has dropped the first of it.</summary>
    Overtaken,

    /// <summary>Another log has replaced this one.</summary>
    NewEpoch,
}
