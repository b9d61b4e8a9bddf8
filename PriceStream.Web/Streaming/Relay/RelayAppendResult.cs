namespace PriceStream.Web.Streaming.Relay;

/// <summary>The result of an append. The first three are what the script in <see cref="RedisRelayLog"/> returns.</summary>
internal enum RelayAppendResult
{
    /// <summary>The log has lost its data, or has entries that this instance has not read: read first.</summary>
    Behind = -1,

    /// <summary>Another instance has taken over the lease.</summary>
    NotHolder = 0,

    /// <summary>Appended under a number that only a read reveals.</summary>
    Appended = 1,

    /// <summary>Taken as proposed. It may have to wait for the server, but this instance may apply it now.</summary>
    Accepted = 2,
}
