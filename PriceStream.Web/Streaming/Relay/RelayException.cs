namespace PriceStream.Web.Streaming.Relay;

/// <summary>The server with the log that the instances share cannot be reached or reports an error. No secret is in it.</summary>
/// <param name="message">Names the kind of error, such as NOAUTH. Visitors may read it.</param>
/// <param name="reason">Completes the sentence "Redis …" or "PostgreSQL …", for the log.</param>
public sealed class RelayException(string message, string reason) : Exception(message)
{
    public string Reason { get; } = reason;
}
