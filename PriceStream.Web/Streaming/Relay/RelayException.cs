namespace PriceStream.Web.Streaming.Relay;

/// <summary>Redis, which the instances share, cannot be reached or reports an error. No secret is in it.</summary>
/// <param name="reason">Completes the sentence "Redis …", for the log.</param>
public sealed class RelayException(string message, string reason) : Exception(message)
{
    public string Reason { get; } = reason;
}
