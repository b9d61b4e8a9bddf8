namespace PriceStream.Web.Streaming;

/// <summary>The data of <c>resync</c>: the stream cannot replay the missed events, and the current state follows.</summary>
/// <param name="MissedSeconds">The age of the last message that the client has, in seconds; null when that is not known.</param>
public sealed record ResyncJson(string Reason, long? MissedSeconds);
