namespace PriceStream.Web.Streaming.Relay;

/// <summary>What the instances share does not answer.</summary>
public sealed class RelayException(string message, Exception? inner = null) : Exception(message, inner);
