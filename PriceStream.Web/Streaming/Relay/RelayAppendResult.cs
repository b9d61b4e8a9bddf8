namespace PriceStream.Web.Streaming.Relay;

/// <summary>The result of an append, as the script in <see cref="RelayStream"/> returns it.</summary>
internal enum RelayAppendResult
{
    /// <summary>Redis has lost its data: join again first.</summary>
    NotJoined = -1,

    /// <summary>Another instance has taken over the lease.</summary>
    NotHolder = 0,

    Appended = 1,
}
