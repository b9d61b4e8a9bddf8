namespace PriceStream.Web.Streaming.Relay;

/// <summary>Redis, which the instances share, cannot be reached or reports an error.</summary>
public sealed class RelayException(string message, Exception? inner = null) : Exception(message, inner);
